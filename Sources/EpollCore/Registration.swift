internal import EventLoopAPI

/// What the loop knows of one registration.
struct Registration {
  /// The number that was registered.
  var descriptor: CInt

  /// The interest and the trigger, as the kernel's bits.
  var events: UInt32

  /// Counts the owners of the place in the table, so that a late event is told from one of its next owner.
  var generation: UInt32

  var state: State

  enum State: UInt8 {
    /// The place is free.
    case free
    /// Reported when ready.
    case armed
    /// A one-shot registration that has been reported.
    case disarmed
    /// The number was closed early and registered anew for another file; only a duplicate can still report
    /// here.
    case superseded
  }

  /// The bits that are reported whatever the interest: error and hangup.
  static let alwaysReported = Readiness([.error, .hangup]).rawValue

  var isOneShot: Bool { events & Trigger.oneShot.rawValue != 0 }

  /// What is to be told of these flags.
  func readiness(of flags: UInt32) -> Readiness {
    Readiness(rawValue: flags & (events | Self.alwaysReported))
  }

  static func events(_ interest: Interest, _ trigger: Trigger) -> UInt32 {
    interest.rawValue | trigger.rawValue
  }
}
