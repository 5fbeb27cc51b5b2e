internal import CObjects

/// Waits for spans that pass.
enum FiniteSpan: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/finite-span",
      "A wait for a span that is not endless ends, never before it has passed, whatever the timer slack.",
      cites: [
        "man:epoll_wait(2)", "man:prctl(2)", "row:timeout-not-infinite",
        "kernel:fs/eventpoll.c#ep_timeout_to_timespec", "kernel:fs/eventpoll.c#ep_schedule_timeout",
      ],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    guard try NoLimit.isKnown(&log) else { return }
    let (empty, watching, quiet) = (try EpollSet(), try EpollSet(), try EventCounter())
    try watching.add(quiet.number)
    defer { cobjects_set_timer_slack(0) }
    // How much later than asked the kernel may end a wait; 0 is what the thread had at first.
    for slack in [UInt(0), 1, 1_000_000] {
      cobjects_set_timer_slack(slack)
      let name = slack == 0 ? "the usual slack" : "a slack of \(slack) ns"
      for (text, set) in [("nothing watched", empty), ("a quiet counter watched", watching)] {
        see("\(text), \(name)", set, &log)
      }
    }
  }

  private static func see(_ text: String, _ set: EpollSet, _ log: inout TrialLog) {
    for milliseconds in [CInt(0), 1, 2, 5] {
      log.see(
        "epoll_wait for \(milliseconds) ms, \(text)",
        outcome(of: Int64(milliseconds) * 1_000_000) { event in
          cobjects_epoll_collect(set.number, event, 1, milliseconds)
        }, is: "0, not early")
    }
    // A span that has passed before the kernel looks at it was once waited for without end.
    for nanoseconds in [Int64(0), 1, 10, 999, 1000, 100_000, 999_999, 1_000_001, 5_000_000] {
      log.see(
        "epoll_pwait2 for \(nanoseconds) ns, \(text)",
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
