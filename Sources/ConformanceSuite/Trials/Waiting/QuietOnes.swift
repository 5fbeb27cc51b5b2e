internal import EventLoopAPI

/// Descriptors where nothing happens, among others.
enum QuietOnes: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/quiet-ones",
      "What is quiet is never told, whatever happens beside it, and however many events there is room for.",
      cites: ["man:epoll_wait(2)", "row:wait-quiet-never", "kernel:fs/eventpoll.c#ep_send_events"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    for (name, trigger) in [("level-triggered", Trigger.level), ("edge-triggered", .edge)] {
      let rounds = try (1...24).map { try told(room: $0, trigger) }
      log.see("room for 1 to 24, \(name)", inRounds: rounds, ["all that is ready, then nothing"])
    }
  }

  /// What waits with so much room tell of 12 counters, a third of them raised, and 4 empty sets, while that
  /// lasts and when it is over.
  private static func told(room: Int, _ trigger: Trigger) throws -> String {
    let set = try EpollSet()
    let counters = try (0..<12).map { _ in try EventCounter() }
    let sets = try (0..<4).map { _ in try EpollSet() }
    for (place, counter) in counters.enumerated() {
      try set.add(counter.number, for: .readable, trigger, data: UInt64(place))
      // A quiet one of another kind behind each third.
      if place % 3 == 2 { try set.add(sets[place / 3].number, for: .readable, trigger, data: 100) }
    }
    let ready = counters.indices.filter { $0 % 3 == 0 }
    for place in ready { counters[place].raise() }
    // By level each comes again and again, in turns: so many waits are enough for all, whatever the room.
    let told = try (0..<counters.count).flatMap { _ in try set.wait(room).map(\.data) }
    for counter in counters { counter.take() }
    let after = try set.wait(room).map(\.data)
    withExtendedLifetime(sets) {}
    guard Set(told) == Set(ready.map(UInt64.init)) else { return "told of \(Set(told).sorted())" }
    return "all that is ready, then \(after.isEmpty ? "nothing" : "\(after)")"
  }
}
