internal import CObjects
internal import EventLoopAPI

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
    let counts = try (0..<20).map { _ in try threadsTold(.oneShot) }
    log.see(
      "four threads asleep on one instance, two arrivals, one-shot: threads that are told, in 20 rounds",
      range(counts), claimed: "1")
    let others = try (0..<20).map { _ in try threadsTold(.level) }
    log.see(
      "the same, level-triggered", others.min() ?? 0 > 1 ? "several" : range(others), claimed: "several",
      measured: range(others))
  }

  private static func range(_ counts: [Int]) -> String {
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }

  /// How many of four threads that wait on one instance are told of a descriptor that nobody reads.
  private static func threadsTold(_ trigger: Trigger) throws -> Int {
    let (set, counter) = (try EpollSet(), try EventCounter())
    try set.add(counter.number, for: .readable, trigger)
    return try Sleepers.told(at: Array(repeating: set, count: 4)) { sleepers in
      counter.raise()
      _ = sleepers.awaitReturn(of: 1)
      counter.raise()
    }.count
  }

  private static let exclusiveLimitsWakes = Claim(
    "exclusive-limits-wakeups", .tutorial,
    "EPOLLEXCLUSIVE: of several instances that watch one descriptor not all are woken."
  ) { log in
    for (name, trigger, claimed) in [
      ("without", Trigger.level, "all"), ("with", .exclusive, "not all"),
    ] {
      let counts = try (0..<20).map { _ in try instancesTold(trigger) }
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
  private static func instancesTold(_ trigger: Trigger) throws -> Int {
    let herd = try Herd(Array(repeating: trigger, count: 4))
    return try Sleepers.told(at: herd.sets) { sleepers in
      herd.counter.raise()
      _ = sleepers.awaitReturn(of: 1)
    }.count
  }
}
