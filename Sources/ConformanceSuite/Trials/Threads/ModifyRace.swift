internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Modifying a registration while an event arrives.
enum ModifyRace: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/modify-beside-an-arrival",
      "An event that arrives while its registration is armed anew is never lost.",
      cites: ["row:thr-mod-race-no-loss", "kernel:tools/testing/selftests/filesystems/epoll#epoll59"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    for trigger in [Trigger([.edge, .oneShot]), .oneShot, .edge] {
      log.see("told of 34000 events, \(trigger)", try told(34_000, trigger), is: "34000")
    }
  }

  /// Has one thread wait, read and arm anew, and another one write as soon as it has read.
  private static func told(_ events: Int, _ trigger: Trigger) throws -> String {
    let (set, counter) = (try EpollSet(), try EventCounter())
    try set.add(counter.number, for: .readable, trigger)
    let taken = Atomic(0)
    let isLost = Atomic(false)
    try withThreads(1) { _ in
      for event in 1...events {
        while taken.load(ordering: .acquiring) < event - 1 {
          if isLost.load(ordering: .relaxed) { return }
          sched_yield()
        }
        counter.raise()
      }
    } meanwhile: {
      defer { isLost.store(true, ordering: .relaxed) }
      for event in 1...events {
        // An event that is lost never comes; the limit is for that alone.
        guard try !set.wait(1, milliseconds: 5000).isEmpty else { return }
        counter.take()
        taken.store(event, ordering: .releasing)
        try set.modify(counter.number, for: .readable, trigger)
      }
    }
    return "\(taken.load(ordering: .acquiring))"
  }
}
