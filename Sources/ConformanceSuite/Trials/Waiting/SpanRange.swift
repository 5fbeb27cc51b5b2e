internal import CObjects

/// Spans that there are not.
enum SpanRange: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/span-range",
      "epoll_pwait2 for a negative span, or with a second or more in nanoseconds, is EINVAL.",
      cites: [
        "man:epoll_wait(2)", "row:timeout-pwait2-invalid", "kernel:kernel/time/time.c#timespec64_valid",
      ],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    guard try NoLimit.isKnown(&log) else { return }
    let set = try EpollSet()
    let counter = try EventCounter()
    counter.raise()
    try set.add(counter.number)
    for (seconds, nanoseconds, answer) in [
      (Int64(-1), Int64(0), "EINVAL"), (.min, 0, "EINVAL"), (0, -1, "EINVAL"), (0, .min, "EINVAL"),
      (0, 1_000_000_000, "EINVAL"), (0, .max, "EINVAL"), (-1, 999_999_999, "EINVAL"),
      (0, 999_999_999, "1"), (1, 0, "1"), (.max, 999_999_999, "1"),
    ] {
      var event = epoll_event()
      let count = cobjects_epoll_collect_precisely(set.number, &event, 1, 1, seconds, nanoseconds)
      log.see(
        "epoll_pwait2 for \(seconds) s and \(nanoseconds) ns", count < 0 ? ErrorName.of(-count) : "\(count)",
        is: answer)
    }
  }
}
