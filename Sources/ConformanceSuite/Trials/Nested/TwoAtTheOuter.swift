internal import EventLoopAPI

/// Two threads at a set that watches another set.
enum TwoAtTheOuter: KernelTrial {
  static var trial: Trial {
    Trial(
      "nested/two-at-the-outer-set",
      "Of two threads that wait at a set of sets an event wakes both if the outer one is level-triggered, "
        + "else one.",
      cites: ["man:epoll(7)", "row:nested-two-waiters-outer", "kernel:fs/eventpoll.c#ep_send_events"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    log.see("told, outer and inner level-triggered", inRounds: try told(.level, .level, 2), ["2 of 2"])
    log.see("told, outer level-triggered, inner edge", inRounds: try told(.level, .edge, 2), ["2 of 2"])
    log.see("told, outer edge, inner level-triggered", inRounds: try told(.edge, .level, 1), ["1 of 2"])
    log.see("told, outer and inner edge", inRounds: try told(.edge, .edge, 1), ["1 of 2"])
  }

  /// How many of two threads are told of an event that is to wake so many of them.
  private static func told(_ outer: Trigger, _ inner: Trigger, _ woken: Int) throws -> [String] {
    try (0..<100).map { _ in
      let (outerSet, innerSet, counter) = (try EpollSet(), try EpollSet(), try EventCounter())
      try innerSet.add(counter.number, for: .readable, inner)
      try outerSet.add(innerSet.number, for: .readable, outer)
      let told = try Sleepers.told(at: [outerSet, outerSet]) { sleepers in
        counter.raise()
        _ = sleepers.awaitReturn(of: woken)
      }
      return "\(told.count) of 2"
    }
  }
}
