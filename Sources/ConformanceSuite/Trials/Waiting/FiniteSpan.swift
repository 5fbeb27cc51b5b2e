internal import CObjects

/// Waits for spans that pass.
enum FiniteSpan: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/finite-span",
      "A wait for a span that is not endless ends, and never before the span has passed.",
      cites: [
        "man:epoll_wait(2)", "row:timeout-not-infinite", "kernel:fs/eventpoll.c#ep_timeout_to_timespec",
      ],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    for milliseconds in [CInt(0), 1, 2, 5] {
      log.see(
        "epoll_wait for \(milliseconds) ms",
        outcome(of: Int64(milliseconds) * 1_000_000) { event in
          cobjects_epoll_collect(set.number, event, 1, milliseconds)
        }, is: "0, not early")
    }
    guard try NoLimit.isKnown(&log) else { return }
    for nanoseconds in [Int64(0), 1, 999, 1000, 999_999, 1_000_001, 5_000_000] {
      log.see(
        "epoll_pwait2 for \(nanoseconds) ns",
        outcome(of: nanoseconds) { event in
          cobjects_epoll_collect_precisely(set.number, event, 1, 1, 0, nanoseconds)
        }, is: "0, not early")
    }
  }

  private static func outcome(
    of span: Int64, _ wait: (UnsafeMutablePointer<epoll_event>) -> CInt
  ) -> String {
    var event = epoll_event()
    let start = cobjects_monotonic_nanoseconds()
    let count = wait(&event)
    let passed = Int64(cobjects_monotonic_nanoseconds() - start)
    return "\(count), \(passed < span ? "\(span - passed) ns early" : "not early")"
  }
}
