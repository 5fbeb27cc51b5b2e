internal import EventLoopAPI
internal import Glibc

/// A registration that ends while a thread waits.
enum RemoveIsSilent: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/removing-is-silent",
      "Removing a registration does not wake the thread that waits, and what it would have told is not told.",
      cites: ["man:epoll_ctl(2)", "row:thr-del-silent", "kernel:fs/eventpoll.c#ep_remove"], .kernel(Self.self)
    )
  }

  static func run(_ log: inout TrialLog) throws {
    log.see(
      "woken by removing", inRounds: try (0..<200).map { _ in try removing() }, ["slept on, told nothing"])
  }

  private static func removing() throws -> String {
    let (set, counter) = (try EpollSet(), try EventCounter())
    try set.add(counter.number)
    var hasSleptOn = false
    let told = try Sleepers.told(at: [set]) { sleepers in
      guard let thread = sleepers.thread(0) else { return }
      let sleeps = thread.sleeps
      try set.remove(counter.number)
      counter.raise()
      // A thread that was woken is not asleep before it has gone to sleep once more.
      while !thread.isAsleep, sleepers.returnedCount == 0 { sched_yield() }
      hasSleptOn = thread.sleeps == sleeps
    }
    return "\(hasSleptOn ? "slept on" : "woken"), told \(told.isEmpty ? "nothing" : "something")"
  }
}
