/// What was found of a descriptor: the conditions asked for that hold, and hangup and error.
///
/// | member | C constant | value | reported |
/// |---|---|---|---|
/// | readable | `EPOLLIN` | 0x1 | if asked for |
/// | priority | `EPOLLPRI` | 0x2 | if asked for |
/// | writable | `EPOLLOUT` | 0x4 | if asked for |
/// | error | `EPOLLERR` | 0x8 | always |
/// | hangup | `EPOLLHUP` | 0x10 | always |
/// | peerClosed | `EPOLLRDHUP` | 0x2000 | if asked for |
public struct Readiness: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The kernel's bits of the set.
  public let rawValue: UInt32

  /// Makes a set from the kernel's bits; those that have no name here are left out.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue & 0x201F
  }

  /// Makes the set of the conditions that an interest asks for.
  @inlinable
  public init(_ interest: Interest) {
    self.init(rawValue: interest.rawValue)
  }

  /// Data, a connection or the end of the stream can be read without blocking.
  ///
  /// The corresponding C constant is `EPOLLIN` (0x1).
  @inlinable public static var readable: Readiness { Readiness(rawValue: 0x1) }

  /// An exceptional condition is there, such as TCP's urgent data.
  ///
  /// The corresponding C constant is `EPOLLPRI` (0x2).
  @inlinable public static var priority: Readiness { Readiness(rawValue: 0x2) }

  /// There is room to write without blocking.
  ///
  /// The corresponding C constant is `EPOLLOUT` (0x4).
  @inlinable public static var writable: Readiness { Readiness(rawValue: 0x4) }

  /// The file has an error: for a socket `SO_ERROR` tells which, for a pipe's write end the reader is gone.
  ///
  /// The corresponding C constant is `EPOLLERR` (0x8).
  @inlinable public static var error: Readiness { Readiness(rawValue: 0x8) }

  /// Both directions are shut: the peer is gone, and what it sent may still be read.
  ///
  /// The corresponding C constant is `EPOLLHUP` (0x10).
  @inlinable public static var hangup: Readiness { Readiness(rawValue: 0x10) }

  /// The peer has shut its writing half, or closed; unread data may remain.
  ///
  /// The corresponding C constant is `EPOLLRDHUP` (0x2000).
  @inlinable public static var peerClosed: Readiness { Readiness(rawValue: 0x2000) }
}
