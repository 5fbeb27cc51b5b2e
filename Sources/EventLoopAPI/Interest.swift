/// What a registration asks to be told of, beside hangup and error, which are always told.
///
/// The raw values are those of the kernel's event bits, see the table at ``Readiness``.
public struct Interest: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The kernel's bits of the set.
  public let rawValue: UInt32

  /// Makes a set from the kernel's bits; those that are no interest are left out.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue & 0x2007
  }

  /// Data, a connection or the end of the stream can be read without blocking.
  ///
  /// The corresponding C constant is `EPOLLIN` (0x1).
  @inlinable public static var readable: Interest { Interest(rawValue: 0x1) }

  /// An exceptional condition is there, such as TCP's urgent data.
  ///
  /// The corresponding C constant is `EPOLLPRI` (0x2).
  @inlinable public static var priority: Interest { Interest(rawValue: 0x2) }

  /// There is room to write without blocking.
  ///
  /// The corresponding C constant is `EPOLLOUT` (0x4).
  @inlinable public static var writable: Interest { Interest(rawValue: 0x4) }

  /// The peer has shut its writing half, or closed; unread data may remain.
  ///
  /// The corresponding C constant is `EPOLLRDHUP` (0x2000).
  @inlinable public static var peerClosed: Interest { Interest(rawValue: 0x2000) }
}
