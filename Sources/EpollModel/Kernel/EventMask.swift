/// Conditions of a file and flags of an entry, as poll(2) and epoll_ctl(2) number them.
///
/// Any bits may be set: the kernel keeps those without a meaning, and so does the model.
public struct EventMask: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The kernel's bits.
  public var rawValue: UInt32

  /// Makes a mask from the kernel's bits.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Data or the end of the stream can be read: `EPOLLIN`.
  public static let readable = EventMask(rawValue: 0x1)

  /// An exceptional condition: `EPOLLPRI`.
  public static let priority = EventMask(rawValue: 0x2)

  /// There is room to write: `EPOLLOUT`.
  public static let writable = EventMask(rawValue: 0x4)

  /// An error: `EPOLLERR`, always reported.
  public static let error = EventMask(rawValue: 0x8)

  /// Hangup: `EPOLLHUP`, always reported.
  public static let hangup = EventMask(rawValue: 0x10)

  /// Normal data can be read: `EPOLLRDNORM`.
  public static let readNormal = EventMask(rawValue: 0x40)

  /// Data of a priority band can be read: `EPOLLRDBAND`.
  public static let readBand = EventMask(rawValue: 0x80)

  /// Normal data can be written: `EPOLLWRNORM`.
  public static let writeNormal = EventMask(rawValue: 0x100)

  /// Data of a priority band can be written: `EPOLLWRBAND`.
  public static let writeBand = EventMask(rawValue: 0x200)

  /// The peer has shut its writing half: `EPOLLRDHUP`.
  public static let peerClosed = EventMask(rawValue: 0x2000)

  /// Wake one of several instances: `EPOLLEXCLUSIVE`.
  public static let exclusive = EventMask(rawValue: 1 << 28)

  /// Keep the system awake: `EPOLLWAKEUP`.
  public static let wakeUp = EventMask(rawValue: 1 << 29)

  /// Report once, until modified: `EPOLLONESHOT`.
  public static let oneShot = EventMask(rawValue: 1 << 30)

  /// Report each arrival once: `EPOLLET`.
  public static let edge = EventMask(rawValue: 1 << 31)
}

extension EventMask {
  /// What stays of a one-shot entry that was reported: `EP_PRIVATE_BITS` in fs/eventpoll.c.
  static let privateBits: EventMask = [.wakeUp, .oneShot, .edge, .exclusive]

  /// What an exclusive entry may ask for: `EPOLLEXCLUSIVE_OK_BITS` in fs/eventpoll.c.
  static let allowedWithExclusive: EventMask = [
    .readable, .writable, .error, .hangup, .wakeUp, .edge, .exclusive,
  ]

  static let anyRead: EventMask = [.readable, .readNormal]
  static let anyWrite: EventMask = [.writable, .writeNormal]
  static let socketWrite: EventMask = [.writable, .writeNormal, .writeBand]

  /// The key of `sock_def_readable` in net/core/sock.c.
  static let dataKey: EventMask = [.readable, .priority, .readNormal, .readBand]

  /// The key that stands for every condition.
  static let everything: EventMask = []
}
