internal import EventLoopAPI

/// Several threads at one set.
enum SharedSet: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/shared-set",
      "Of eight threads that wait at one set one is told of an edge, or of a one-shot event, "
        + "and all of a level.",
      cites: ["man:epoll(7)", "row:thr-shared-et", "row:oneshot-threads"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    log.see("told of an edge", inRounds: try told(.edge, rounds: 100), ["1 of 8"])
    log.see("told of a one-shot event", inRounds: try told(.oneShot, rounds: 100), ["1 of 8"])
    log.see("told of a level", inRounds: try told(.level, rounds: 100), ["8 of 8"])
  }

  /// How many of eight threads at one set are told of an event, in each of some rounds.
  static func told(_ trigger: Trigger, rounds: Int) throws -> [String] {
    try (0..<rounds).map { _ in
      let (set, counter) = (try EpollSet(), try EventCounter())
      try set.add(counter.number, for: .readable, trigger)
      let sets = Array(repeating: set, count: 8)
      let told = try Sleepers.told(at: sets) { sleepers in
        counter.raise()
        _ = sleepers.awaitReturn(of: trigger == .level ? sets.count : 1)
      }
      return "\(told.count) of 8"
    }
  }
}
