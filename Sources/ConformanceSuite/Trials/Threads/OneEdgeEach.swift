internal import EventLoopAPI

/// Two edges for two threads at one set.
enum OneEdgeEach: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/one-edge-each",
      "Of two threads at one set, with room for one event each, two edges go to one each.",
      cites: ["man:epoll(7)", "row:thr-shared-two-fds"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    log.see("told of two edges", inRounds: try told(.edge, rounds: 200), ["[[1], [2]]"])
  }

  /// What two threads at one set are told of two events, in each of some rounds.
  static func told(_ trigger: Trigger, rounds: Int) throws -> [String] {
    try (0..<rounds).map { _ in
      let (set, first, second) = (try EpollSet(), try EventCounter(), try EventCounter())
      try set.add(first.number, for: .readable, trigger, data: 1)
      try set.add(second.number, for: .readable, trigger, data: 2)
      let reports = try Sleepers.reports(at: [set, set], capacity: 1) { sleepers in
        first.raise()
        second.raise()
        _ = sleepers.awaitReturn(of: 2)
      }
      return "\(reports.map { $0.map(\.data) }.sorted { ($0.first ?? 0) < ($1.first ?? 0) })"
    }
  }
}
