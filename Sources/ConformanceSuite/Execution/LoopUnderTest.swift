internal import EventLoopAPI

/// One of a scenario's loops, with what the scenario calls its registrations and timers.
struct LoopUnderTest<Loop: EventLoop & ~Copyable>: ~Copyable {
  /// The loop, until the scenario ends it; nil as well if no step is for it.
  var loop: Loop?

  /// Its waker, which outlives it.
  let waker: Loop.Waker?

  var registrations = NamedRegistrations()
  var timers: [String: TimerToken] = [:]
  var timerNames: [TimerToken: NamedTimer] = [:]

  /// The steps to do on its deliveries, by subject.
  var onDelivery: [String: [Int]] = [:]

  /// Makes a loop.
  ///
  /// - Throws: `LoopError` of operation `create`.
  init(_ configuration: Loop.Configuration) throws(LoopError) {
    let made = try Loop(configuration)
    waker = made.waker
    loop = consume made
  }

  /// Makes none, for a scenario in which no step is for it.
  init() {
    loop = nil
    waker = nil
  }
}

/// A timer of a scenario.
struct NamedTimer {
  var name: String
  var deadline: Instant
  /// Whether it has fired or was cancelled, and so must not fire any more.
  var isSpent = false
}
