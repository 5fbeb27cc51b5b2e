/// When a registration is reported; the empty set is level-triggered.
///
/// The raw values are those of the kernel's flags.
public struct Trigger: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The kernel's bits of the set.
  public let rawValue: UInt32

  /// Makes a set from the kernel's bits; those that are no trigger are left out.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue & 0xF000_0000
  }

  /// Reported by every wait for as long as its readiness meets the interest.
  @inlinable public static var level: Trigger { [] }

  /// Reported when it becomes ready and on every new arrival, not while nothing changes.
  ///
  /// The corresponding C constant is `EPOLLET` (0x80000000).
  @inlinable public static var edge: Trigger { Trigger(rawValue: 0x8000_0000) }

  /// Reported once, then silent, also of hangup and error, until it is modified.
  ///
  /// The corresponding C constant is `EPOLLONESHOT` (0x40000000).
  @inlinable public static var oneShot: Trigger { Trigger(rawValue: 0x4000_0000) }

  /// Keeps the system from suspending while an event of it is handled; needs CAP_BLOCK_SUSPEND.
  ///
  /// The corresponding C constant is `EPOLLWAKEUP` (0x20000000).
  @inlinable public static var wakeUp: Trigger { Trigger(rawValue: 0x2000_0000) }

  /// Of several loops that wait for the same file, an event wakes one or more, not all.
  ///
  /// Allowed only at registration and only for readable and writable. Linux 4.5 and later.
  ///
  /// The corresponding C constant is `EPOLLEXCLUSIVE` (0x10000000).
  @inlinable public static var exclusive: Trigger { Trigger(rawValue: 0x1000_0000) }
}
