/// A descriptor that is added while a thread waits.
enum AddWakes: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/add-wakes-a-waiter", "A descriptor that is ready wakes a thread when another one adds it.",
      cites: ["man:epoll_wait(2)", "row:thr-add-wakes", "kernel:fs/eventpoll.c#ep_insert"], .kernel(Self.self)
    )
  }

  static func run(_ log: inout TrialLog) throws {
    log.see("told of what is ready", inRounds: try told(isReady: true), ["[[1]]"])
    log.see("told of what is not", inRounds: try told(isReady: false), ["[[]]"])
  }

  private static func told(isReady: Bool) throws -> [String] {
    try (0..<200).map { _ in
      let (set, counter) = (try EpollSet(), try EventCounter())
      if isReady { counter.raise() }
      let reports = try Sleepers.reports(at: [set]) { sleepers in
        try set.add(counter.number, data: 1)
        if isReady { _ = sleepers.awaitReturn(of: 1) }
      }
      return "\(reports.map { $0.map(\.data) })"
    }
  }
}
