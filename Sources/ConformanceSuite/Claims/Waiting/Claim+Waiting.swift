internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let waiting: [Claim] = [
    maximumPositive, timeoutZero, timeoutMinimum, timeoutForever, prefixFilled, remainderKept,
    failsOnBadMember,
    reportsOnlyValid, interrupted, maskAtomic,
  ]

  private static let maximumPositive = Claim(
    "wait-maxevents-positive", .notes, "The number of events asked for must be greater than zero."
  ) { log in
    let set = try EpollSet()
    let counter = try Files.counter(1)
    try set.add(counter.number, EPOLLIN.rawValue)
    for (maximum, claimed) in [(CInt.min, "EINVAL"), (-1, "EINVAL"), (0, "EINVAL"), (1, "1 report")] {
      var events = [epoll_event()]
      let result = cobjects_epoll_collect(set.number, &events, maximum, 0)
      log.see(
        "epoll_wait for \(maximum), with one ready", result < 0 ? ErrorName.of(-result) : "\(result) report",
        claimed: claimed)
    }
  }

  private static let timeoutZero = Claim(
    "wait-timeout-zero", .notes,
    "With a time-out of 0 a wait returns at once, also if there is nothing to report."
  ) { log in
    let set = try EpollSet()
    let counter = try Files.counter()
    try set.add(counter.number, EPOLLIN.rawValue)
    // What the thread sleeps for besides, such as a page of the program, is not there in every round.
    var least = Int.max
    var reports = 0
    for _ in 0..<5 {
      let before = sleeps()
      for _ in 0..<1000 { reports += try set.wait().count }
      least = min(least, sleeps() - before)
    }
    log.see("1000 waits with nothing to report", "\(reports) reports", claimed: "0 reports")
    log.see(
      "how often the thread has given up the processor for it", least == 0 ? "never" : "\(least) times",
      claimed: "never")
  }

  /// How often this thread has given up the processor of its own accord.
  private static func sleeps() -> Int {
    var usage = rusage()
    // RUSAGE_THREAD, which the header shows with _GNU_SOURCE only.
    getrusage(1, &usage)
    return usage.ru_nvcsw
  }

  private static let timeoutMinimum = Claim(
    "wait-timeout-minimum", .notes, "A time-out is the least time that a wait with nothing to report takes."
  ) { log in
    let set = try EpollSet()
    var early = 0
    var greatest: UInt64 = 0
    for milliseconds in CInt(1)...20 {
      let start = cobjects_monotonic_nanoseconds()
      _ = try set.wait(milliseconds: milliseconds)
      let (span, limit) = (cobjects_monotonic_nanoseconds() - start, UInt64(milliseconds) * 1_000_000)
      if span < limit { early += 1 }
      greatest = max(greatest, span > limit ? span - limit : 0)
    }
    log.see(
      "waits of 1 to 20 ms, those that were early", "\(early)", claimed: "0",
      measured: "at most \(greatest / 1000) us late")
  }

  private static let timeoutForever = Claim(
    "wait-timeout-minus-one", .notes,
    "With a time-out of -1 a wait blocks until there is an event, or a signal."
  ) { log in
    let set = try EpollSet()
    let counter = try Files.counter()
    try set.add(counter.number, EPOLLIN.rawValue)
    let ended = SharedText()
    let asleep = try withSleepingThreads(1) { _ in
      ended.set(set.outcomeOfWaiting(milliseconds: -1))
    } whenAsleep: {
      Files.signal(counter.number)
    }
    log.see("a wait with nothing to report", asleep == 1 ? "asleep" : "over at once", claimed: "asleep")
    log.see("something is written while it sleeps", ended.text, claimed: "1 report")
    log.see("a signal is handled while one sleeps", try outcomeOfSignal(flags: 0), claimed: "EINTR")
  }

  private static let prefixFilled = Claim(
    "wait-prefix-filled", .introduction,
    "The events that are ready fill the caller's array from its first place on, without gaps."
  ) { log in
    let set = try EpollSet()
    let pool = try DescriptorPool(9, atLeast: 9)
    for (place, number) in pool.numbers.enumerated() {
      try set.add(number, EPOLLIN.rawValue, data: UInt64(place))
    }
    for number in pool.numbers.enumerated().filter({ $0.offset % 2 == 0 }).map(\.element) {
      Files.signal(number)
    }
    log.did("nine registered, and every other one of them made ready")
    var poison = epoll_event()
    poison.events = 0xDEAD_BEEF
    poison.data.u64 = 0xDEAD_BEEF
    var events = Array(repeating: poison, count: 16)
    let count = Int(cobjects_epoll_collect(set.number, &events, 16, 0))
    log.see("a wait with an array of 16 places", "\(count) reports", claimed: "5 reports")
    let isFilled = Set(events.prefix(max(0, count)).map { $0.data.u64 }) == [0, 2, 4, 6, 8]
    log.see("the first five places", isFilled ? "those five" : "something else", claimed: "those five")
    let isUntouched = events.dropFirst(5).allSatisfy {
      $0.events == 0xDEAD_BEEF && $0.data.u64 == 0xDEAD_BEEF
    }
    log.see("the places behind them", isUntouched ? "as before" : "written to", claimed: "as before")
  }

  private static let remainderKept = Claim(
    "wait-remainder-kept", .introduction,
    "What is ready and has no room in the array is kept for the next wait."
  ) { log in
    for (name, flags) in [("level", UInt32(0)), ("edge", EPOLLET.rawValue)] {
      try log.given("the trigger", name) { log in
        let set = try EpollSet()
        let pool = try DescriptorPool(5, atLeast: 5)
        for number in pool.numbers { try set.add(number, EPOLLIN.rawValue | flags) }
        pool.makeReady(5)
        let waits = try (0..<3).map { _ in try set.wait(2).map(\.data) }
        log.see("five ready, and the first wait for two", "\(waits[0].count) reports", claimed: "2 reports")
        log.see("the second", "\(waits[1].count) reports", claimed: "2 reports")
        log.see("different ones in three waits", "\(Set(waits.joined()).count)", claimed: "5")
      }
    }
  }
}
