internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

extension Claim {
  static let threads: [Claim] = [threadSafe, severalInstances, oneShotOneThread, exclusiveLimitsWakes]

  private static let severalInstances = Claim(
    "many-epolls-one-fd", .introduction,
    "One descriptor may be in several instances, and what happens to it calls each of them back."
  ) { log in
    let counter = try Files.counter()
    let sets = try (0..<4).map { _ in try EpollSet() }
    for set in sets { try set.add(counter.number, EPOLLIN.rawValue) }
    Files.signal(counter.number)
    let told = try sets.filter { try $0.wait().count == 1 }.count
    log.see("one descriptor in four instances, one write, and those that report it", "\(told)", claimed: "4")
  }

  private static let oneShotOneThread = Claim(
    "oneshot-one-thread", .tutorial,
    "EPOLLONESHOT keeps several threads from being woken for one descriptor."
  ) { log in
    let counts = try (0..<20).map { _ in try threadsTold(EPOLLONESHOT.rawValue) }
    log.see(
      "four threads asleep on one instance, two arrivals, one-shot: threads that are told, in 20 rounds",
      range(counts), claimed: "1")
    let others = try (0..<20).map { _ in try threadsTold(0) }
    log.see(
      "the same, level-triggered", others.min() ?? 0 > 1 ? "several" : range(others), claimed: "several",
      measured: range(others))
  }

  private static func range(_ counts: [Int]) -> String {
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }

  /// How many of four threads that wait on one instance are told of a descriptor that nobody reads.
  private static func threadsTold(_ flags: UInt32) throws -> Int {
    let set = try EpollSet()
    let counter = try Files.counter()
    let end = try Files.counter()
    let (number, endNumber) = (UInt64(counter.number), UInt64(end.number))
    try set.add(counter.number, EPOLLIN.rawValue | flags)
    try set.add(end.number, EPOLLIN.rawValue)
    let told = Atomic(0)
    _ = try withSleepingThreads(4) { _ in
      var isTold = false
      while let reports = try? set.wait(milliseconds: -1) {
        if !isTold, reports.contains(where: { $0.data == number }) {
          isTold = true
          told.add(1, ordering: .releasing)
        }
        if reports.contains(where: { $0.data == endNumber }) { return }
      }
    } whenAsleep: {
      Files.signal(counter.number)
      while told.load(ordering: .acquiring) == 0 { sched_yield() }
      Files.signal(counter.number)
      Files.signal(end.number)
    }
    return told.load(ordering: .acquiring)
  }

  private static let exclusiveLimitsWakes = Claim(
    "exclusive-limits-wakeups", .tutorial,
    "EPOLLEXCLUSIVE: of several instances that watch one descriptor not all are woken."
  ) { log in
    for (name, flags, claimed) in [
      ("without", UInt32(0), "all"), ("with", EPOLLEXCLUSIVE.rawValue, "not all"),
    ] {
      let counts = try (0..<20).map { _ in try instancesTold(flags) }
      let observed =
        counts.allSatisfy { $0 == 4 }
        ? "all" : counts.allSatisfy { $0 < 4 } ? "not all" : "now this, now that"
      log.see(
        "four threads asleep on an instance each, \(name) EPOLLEXCLUSIVE, one arrival: threads that are "
          + "told, in 20 rounds",
        observed, claimed: claimed, measured: range(counts))
    }
  }

  /// How many of four threads, each with an instance, are told of one descriptor that nobody reads.
  private static func instancesTold(_ flags: UInt32) throws -> Int {
    let sets = try (0..<4).map { _ in try EpollSet() }
    let counter = try Files.counter()
    let end = try Files.counter()
    let (number, endNumber) = (UInt64(counter.number), UInt64(end.number))
    for set in sets {
      try set.add(counter.number, EPOLLIN.rawValue | flags)
      try set.add(end.number, EPOLLIN.rawValue)
    }
    let told = Atomic(0)
    _ = try withSleepingThreads(4) { thread in
      var isTold = false
      while let reports = try? sets[thread].wait(milliseconds: -1) {
        if !isTold, reports.contains(where: { $0.data == number }) {
          isTold = true
          told.add(1, ordering: .releasing)
        }
        if reports.contains(where: { $0.data == endNumber }) { return }
      }
    } whenAsleep: {
      Files.signal(counter.number)
      while told.load(ordering: .acquiring) == 0 { sched_yield() }
      Files.signal(end.number)
    }
    return told.load(ordering: .acquiring)
  }
}
