internal import EventLoopAPI

/// An event that exclusive registrations wait for.
enum WakesOne: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/wakes-one", "Of eight sets that watch one descriptor exclusively an event wakes one.",
      cites: ["man:epoll_ctl(2)", "row:excl-wakes-one", "kernel:fs/eventpoll.c#ep_poll_callback"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    log.see("woken by an event", inRounds: try woken(.exclusive, rounds: 200), ["1 of 8"])
  }

  /// How many of eight threads, each at a set of its own, an event wakes in each of some rounds.
  static func woken(_ trigger: Trigger, rounds: Int) throws -> [String] {
    try (0..<rounds).map { _ in
      "\(try Herd.told(Array(repeating: trigger, count: 8)).count) of 8"
    }
  }
}
