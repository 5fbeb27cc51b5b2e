/// Counts of what a loop holds and has done since it was made.
public struct Statistics: Hashable, Sendable {
  /// The live registrations.
  public var registrations = 0

  /// The timers that are scheduled.
  public var timers = 0

  /// The batches asked for: waits that did not find unread events.
  public var waits: UInt64 = 0

  /// The readiness events delivered.
  public var readinessEvents: UInt64 = 0

  /// The timer events delivered.
  public var timerEvents: UInt64 = 0

  /// The wake events delivered.
  public var wakeEvents: UInt64 = 0

  /// The reports dropped because their registration had ended or was disarmed.
  public var staleReports: UInt64 = 0

  /// The times the mechanism was made anew to be rid of watches that the kernel cannot remove.
  ///
  /// That happens when a descriptor was closed while a duplicate lived, and deregistered later.
  public var rebuilds: UInt64 = 0

  /// Makes counts of zero.
  public init() {}
}
