internal import CObjects
internal import EventLoopAPI

/// Three ways to ask whether a set has something.
enum SelectPollEpoll: KernelTrial {
  static var trial: Trial {
    Trial(
      "nested/select-poll-epoll",
      "select, poll and epoll say the same of a set, also of sets in sets: readable, or nothing.",
      cites: [
        "man:select(2)", "man:poll(2)", "man:epoll(7)", "row:nested-multiplex-mix", "row:nested-pollable",
        "kernel:fs/eventpoll.c#ep_eventpoll_poll",
      ], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let counter = try EventCounter()
    let sets = try (0..<3).map { _ in try EpollSet() }
    guard sets.allSatisfy({ $0.number < SelectSet.limit }) else {
      return log.lacks("descriptors that select(2) knows")
    }
    try sets[0].add(counter.number)
    try sets[1].add(sets[0].number)
    try sets[2].add(sets[1].number)
    let asks = try sets.map { (set) throws(ErrorCode) in
      let outer = try EpollSet()
      try outer.add(set.number, for: everything)
      return outer
    }
    for round in 1...3 {
      try see("nothing ready, round \(round)", sets, asks, isReady: false, &log)
      counter.raise()
      try see("the inmost ready, round \(round)", sets, asks, isReady: true, &log)
      // To tell of it does not change it.
      try see("the same again, round \(round)", sets, asks, isReady: true, &log)
      counter.take()
    }
  }

  /// Asks of each set in all ways, and of all sets at once.
  private static func see(
    _ text: String, _ sets: [EpollSet], _ asks: [EpollSet], isReady: Bool, _ log: inout TrialLog
  ) throws {
    let (count, readiness) = isReady ? (1, "readable") : (0, "nothing")
    for (place, set) in sets.enumerated() {
      var selected = SelectSet([set.number])
      let reading = selected.select()
      let writing = selected.select(forWriting: true)
      let polled = cobjects_poll(set.number, CShort(everything.rawValue), 0)
      let around = try asks[place].wait().first?.events ?? 0
      let depth = "\(text), \(place + 1) deep"
      log.see(
        "\(depth), by select", "\(reading) to read, \(writing) to write", is: "\(count) to read, 0 to write")
      log.see("\(depth), by poll", word(for: UInt32(bitPattern: polled)), is: readiness)
      log.see("\(depth), by epoll around it", word(for: around), is: readiness)
      log.see("\(depth), by its own wait", "\(try set.wait().count)", is: "\(count)")
    }
    var selected = SelectSet(sets.map(\.number))
    log.see("\(text), all of them by select", "\(selected.select())", is: "\(count * sets.count)")
  }

  /// All that can be asked for.
  private static let everything: Interest = [.readable, .writable, .priority, .peerClosed]

  private static func word(for events: UInt32) -> String {
    events == 0 ? "nothing" : Readiness(rawValue: events).description
  }
}
