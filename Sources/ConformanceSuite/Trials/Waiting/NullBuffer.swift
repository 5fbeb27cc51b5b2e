internal import CObjects
internal import EventLoopAPI

/// epoll_wait(2) without memory for the events.
enum NullBuffer: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/null-buffer",
      "epoll_wait without memory for events is EFAULT where there is one, which is not lost, "
        + "not even an edge.",
      cites: ["man:epoll_wait(2)", "row:wait-null-buffer", "kernel:fs/eventpoll.c#ep_send_events"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    for trigger in [Trigger.level, .edge, .oneShot] {
      let set = try EpollSet()
      let counter = try EventCounter()
      try set.add(counter.number, for: .readable, trigger)
      log.see("\(trigger), nothing ready", answer(at: set), is: "done")
      counter.raise()
      log.see("\(trigger), ready", answer(at: set), is: "EFAULT")
      log.see("\(trigger), ready still", answer(at: set), is: "EFAULT")
      log.see("\(trigger), with memory", "\(try set.wait().count)", is: "1")
    }
  }

  private static func answer(at set: EpollSet) -> String {
    KernelAnswer.of(cobjects_epoll_collect_masked(set.number, nil, 8, 0, nil, 8))
  }
}
