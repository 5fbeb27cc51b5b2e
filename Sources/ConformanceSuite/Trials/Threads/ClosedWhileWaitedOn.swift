/// A set that is closed while a thread waits there.
enum ClosedWhileWaitedOn: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/closed-while-waited-on",
      "Closing a set does not wake the thread that waits there, "
        + "which is told of the next event all the same.",
      cites: ["row:close-epfd-while-blocked", "kernel:fs/eventpoll.c#ep_eventpoll_release"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let rounds = try (0..<200).map { _ in
      let (set, counter) = (try EpollSet(), try EventCounter())
      try set.add(counter.number, data: 1)
      var hasSleptOn = false
      let reports = try Sleepers.reports(at: [set]) { sleepers in
        guard let thread = sleepers.thread(0) else { return }
        let sleeps = thread.sleeps
        set.close()
        hasSleptOn = thread.isAsleep && thread.sleeps == sleeps
        counter.raise()
        _ = sleepers.awaitReturn(of: 1)
      }
      return "\(hasSleptOn ? "slept on" : "woken"), told \(reports.map { $0.map(\.data) })"
    }
    log.see("closed, then an event", inRounds: rounds, ["slept on, told [[1]]"])
  }
}
