internal import EventLoopAPI

/// A registration that is modified while a thread waits.
enum ModifyWakes: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/modify-wakes-a-waiter",
      "Modifying a registration wakes a thread if it makes it ready, or arms an edge or a one-shot one anew.",
      cites: ["man:epoll_ctl(2)", "row:thr-mod-wakes", "kernel:fs/eventpoll.c#ep_modify"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    log.see(
      "an interest is added", inRounds: try told(from: ([], .level), to: (.readable, .level)), ["[[1]]"])
    log.see(
      "an edge is armed", inRounds: try told(from: (.readable, .edge), to: (.readable, .edge)), ["[[1]]"])
    log.see(
      "a one-shot one is armed", inRounds: try told(from: (.readable, .oneShot), to: (.readable, .oneShot)),
      ["[[1]]"])
    log.see(
      "an interest that is not met",
      inRounds: try told(from: ([], .level), to: (.priority, .level), wakes: false), ["[[]]"])
  }

  /// What a thread is told of a readable descriptor when its registration is modified, in each of some
  /// rounds.
  private static func told(
    from first: (interest: Interest, trigger: Trigger), to second: (interest: Interest, trigger: Trigger),
    wakes: Bool = true
  ) throws -> [String] {
    try (0..<100).map { _ in
      let (set, counter) = (try EpollSet(), try EventCounter())
      counter.raise()
      try set.add(counter.number, for: first.interest, first.trigger)
      _ = try set.wait()
      let reports = try Sleepers.reports(at: [set]) { sleepers in
        try set.modify(counter.number, for: second.interest, second.trigger, data: 1)
        if wakes { _ = sleepers.awaitReturn(of: 1) }
      }
      return "\(reports.map { $0.map(\.data) })"
    }
  }
}
