internal import EventLoopAPI

/// A repeating timer whose handler is late by several periods.
enum MissedRepeats: LoopTrial {
  static var trial: Trial {
    Trial(
      "timers/missed-repeats",
      "A repeating timer that was missed several times is called once for all of them, and goes on in step.",
      cites: ["law:timers", "row:timer-no-catch-up"], .loop(Self.self))
  }

  private static var period: Duration { .milliseconds(5) }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var dispatcher = ClosureDispatcher(try Loop(configuration))
    var first: Instant?
    var free: Instant?
    var following: [Instant] = []
    try dispatcher.schedule(every: period) { dispatcher, _ in
      if free == nil {
        // Four periods and more, which nobody sleeps through: the handler has not returned.
        let end = dispatcher.now + period + period + period + period
        while dispatcher.now < end {}
        free = dispatcher.now
      } else if following.count < 3 {
        if let next = dispatcher.nextDeadline { following.append(next) }
        if following.count == 3 { dispatcher.stop() }
      }
    }
    first = dispatcher.nextDeadline
    try dispatcher.run()
    guard let first, let free, following.count == 3 else {
      return log.see("a deadline is known for each call", "none", is: "yes")
    }
    log.see(
      "after the call that makes up for the missed ones, the next is due",
      following[0] > free ? "later" : "at once",
      is: "later")
    let steps = following.map { Int(($0.nanoseconds - first.nanoseconds) % 5_000_000) }
    log.see(
      "whole periods from the first deadline", steps.allSatisfy { $0 == 0 } ? "all" : "\(steps)", is: "all")
    let gaps = zip(following, following.dropFirst()).map { $1 > $0 }
    log.see("each deadline is later than the one before", gaps.allSatisfy { $0 } ? "yes" : "no", is: "yes")
  }
}
