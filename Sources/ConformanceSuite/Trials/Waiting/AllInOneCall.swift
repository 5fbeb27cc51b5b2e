internal import EventLoopAPI

/// Many descriptors that are ready at once.
enum AllInOneCall: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/all-in-one-call",
      "One wait with room enough tells of all of a hundred descriptors that are ready, and of no other.",
      cites: ["man:epoll_wait(2)", "row:wait-all-in-one-call", "kernel:fs/eventpoll.c#ep_send_events"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let all = Set(0..<100)
    for (name, trigger) in [("level-triggered", Trigger.level), ("edge-triggered", .edge)] {
      let set = try EpollSet()
      let counters = try all.map { _ in try EventCounter() }
      for (place, counter) in counters.enumerated() {
        try set.add(counter.number, for: .readable, trigger, data: UInt64(place))
      }
      for room in [100, 101, 1000] {
        log.see(
          "all are ready, room for \(room), \(name)", try told(of: all, counters, set, room: room),
          is: "100, those that are ready")
      }
      log.see(
        "each by itself, \(name)", inRounds: try all.map { try told(of: [$0], counters, set) },
        ["1, those that are ready"])
      log.see(
        "all but each, \(name)",
        inRounds: try all.map { try told(of: all.subtracting([$0]), counters, set) },
        ["99, those that are ready"])
    }
  }

  /// How many a wait tells of when some have been raised, and whether it is those.
  private static func told(
    of raised: Set<Int>, _ counters: [EventCounter], _ set: EpollSet, room: Int = 100
  ) throws -> String {
    for place in raised { counters[place].raise() }
    let told = try set.wait(room).map { Int($0.data) }
    for place in raised { counters[place].take() }
    return "\(told.count), \(Set(told) == raised ? "those that are ready" : "others")"
  }
}
