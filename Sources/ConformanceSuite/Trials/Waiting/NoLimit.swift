internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Waits whose time says that there is no limit.
enum NoLimit: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/no-limit",
      "A wait of -1 or any other negative time, of INT_MAX, or of the longest span "
        + "sleeps until there is an event.",
      cites: [
        "man:epoll_wait(2)", "row:timeout-negative-infinite", "row:timeout-huge",
        "row:timeout-pwait2-invalid",
      ], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    for milliseconds in [-1, -2, -1000, CInt.min, .max] {
      log.see(
        "epoll_wait for \(milliseconds) ms",
        try outcome { set in
          var event = epoll_event()
          return cobjects_epoll_collect(set, &event, 1, milliseconds)
        }, is: "slept, 1")
    }
    guard try isKnown(&log) else { return }
    for (name, isLimited, seconds) in [("NULL", CInt(0), Int64(0)), ("INT64_MAX s", 1, .max)] {
      log.see(
        "epoll_pwait2 for \(name)",
        try outcome { set in
          var event = epoll_event()
          return cobjects_epoll_collect_precisely(set, &event, 1, isLimited, seconds, 0)
        }, is: "slept, 1")
    }
  }

  /// Whether the kernel has epoll_pwait2, which is of Linux 5.11; says so if not.
  ///
  /// - Throws: `ErrorCode` of epoll_pwait2(2), if it is there and refuses.
  static func isKnown(_ log: inout TrialLog) throws -> Bool {
    let set = try EpollSet()
    var event = epoll_event()
    let result = cobjects_epoll_collect_precisely(set.number, &event, 1, 1, 0, 0)
    if result == -ENOSYS { log.lacks("epoll_pwait2") }
    guard result >= 0 || result == -ENOSYS else { throw ErrorCode(rawValue: -result) }
    return result >= 0
  }

  /// What a thread's wait returns when an event comes after the thread was seen asleep.
  private static func outcome(of wait: @Sendable (CInt) -> CInt) throws -> String {
    let set = try EpollSet()
    let counter = try EventCounter()
    try set.add(counter.number)
    let thread = Mutex<ObservedThread?>(nil)
    let result = Mutex<CInt?>(nil)
    var hasSlept = false
    withThreads(1) { _ in
      thread.withLock { $0 = .current }
      let count = wait(set.number)
      result.withLock { $0 = count }
    } meanwhile: {
      while !hasSlept, result.withLock({ $0 == nil }) {
        hasSlept = thread.withLock { $0 }?.isAsleep ?? false
        sched_yield()
      }
      counter.raise()
    }
    return "\(hasSlept ? "slept" : "did not sleep"), \(result.withLock { $0 } ?? 0)"
  }
}
