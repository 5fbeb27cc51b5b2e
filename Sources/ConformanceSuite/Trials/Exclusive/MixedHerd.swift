internal import EventLoopAPI

/// Exclusive registrations beside others.
enum MixedHerd: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/mixed",
      "An event wakes all sets that watch a descriptor in the usual way, and one exclusive one.",
      cites: ["man:epoll_ctl(2)", "row:excl-mixed"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let orders: [(String, [Trigger])] = [
      ("exclusive ones first", [.exclusive, .exclusive, .level, .level]),
      ("exclusive ones last", [.level, .level, .exclusive, .exclusive]),
      ("in turns", [.exclusive, .level, .exclusive, .level]),
    ]
    for (order, triggers) in orders {
      log.see("woken, \(order)", inRounds: try woken(triggers, rounds: 100), ["2 plain, 1 exclusive"])
    }
  }

  /// How many of each kind an event wakes, in each of some rounds.
  static func woken(_ triggers: [Trigger], rounds: Int) throws -> [String] {
    try (0..<rounds).map { _ in
      let told = try Herd.told(triggers)
      let exclusive = told.count { triggers[$0].contains(.exclusive) }
      return "\(told.count - exclusive) plain, \(exclusive) exclusive"
    }
  }
}
