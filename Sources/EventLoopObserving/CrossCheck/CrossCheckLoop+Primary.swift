public import EventLoopAPI

// What is the primary's alone.
extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// The name `crosscheck`, and what both loops run on.
  public static var identity: BackendIdentity { identity(Primary.identity, Shadow.identity) }

  /// The name `crosscheck`, and what both loops run on.
  public var identity: BackendIdentity { Self.identity(primary.identity, shadow.identity) }

  private static func identity(_ primary: BackendIdentity, _ shadow: BackendIdentity) -> BackendIdentity {
    // Each version stands behind its mechanism: `Linux 6.18 beside libuv 1.44.2`.
    BackendIdentity(
      name: "crosscheck", mechanism: "\(primary) beside \(shadow.mechanism)", version: shadow.version)
  }

  /// What the primary offers.
  public static var capabilities: Capabilities { Primary.capabilities }

  /// What the primary offers.
  public var capabilities: Capabilities { primary.capabilities }

  /// Schedules one report with the primary.
  ///
  /// - Throws: `LoopError`, as the primary does.
  @inlinable
  public mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    let timer = try primary.schedule(at: deadline)
    // The primary has told the timer that is held, and gives its place away; to the application it is not
    // told.
    guard case .timer(let untold) = held, untold.index == timer.index else { return timer }
    defer { primary.cancel(timer) }
    return try primary.schedule(at: deadline)
  }

  /// Cancels a timer of the primary, and returns whether it was still to fire.
  @discardableResult
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    if held == .timer(timer) {
      held = nil
      return true
    }
    return primary.cancel(timer)
  }

  /// The primary's handle; nobody sleeps in the shadow.
  public var waker: Primary.Waker { primary.waker }

  /// The primary's descriptor.
  public var pollDescriptor: CInt { primary.pollDescriptor }

  /// The earliest deadline of the primary, or nil if no timer is scheduled.
  public var nextDeadline: Instant? {
    guard case .timer = held else { return primary.nextDeadline }
    return heldDeadline
  }

  /// The current time of the primary's clock.
  public var now: Instant { primary.now }

  /// What the primary holds and has done, less what the application has still to read.
  public var statistics: Statistics {
    var result = primary.statistics
    // A loop that counts nothing must not end the program.
    func take(_ count: UInt64, from events: inout UInt64) { events -= min(count, events) }
    take(UInt64(entries.count - position) + dropped, from: &result.readinessEvents)
    result.staleReports += dropped
    switch held {
    case .timer:
      result.timers += 1
      take(1, from: &result.timerEvents)
    case .wake: take(1, from: &result.wakeEvents)
    default: break
    }
    return result
  }
}
