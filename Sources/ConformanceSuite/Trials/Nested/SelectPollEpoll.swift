internal import CObjects
internal import EventLoopAPI

/// Three ways to ask whether a set has something.
enum SelectPollEpoll: KernelTrial {
  static var trial: Trial {
    Trial(
      "nested/select-poll-epoll",
      "select, poll and epoll say the same of a set, of a set of sets, and of one more around them.",
      cites: ["man:select(2)", "man:epoll(7)", "row:nested-multiplex-mix"], .kernel(Self.self))
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
      try outer.add(set.number)
      return outer
    }
    for round in 1...3 {
      try see("nothing ready, round \(round)", sets, asks, 0, &log)
      counter.raise()
      try see("the inmost ready, round \(round)", sets, asks, 1, &log)
      // To tell of it does not change it.
      try see("the same again, round \(round)", sets, asks, 1, &log)
      counter.take()
    }
  }

  /// Asks of each set in all ways, and of all sets at once.
  private static func see(
    _ text: String, _ sets: [EpollSet], _ asks: [EpollSet], _ expected: Int, _ log: inout TrialLog
  ) throws {
    for (place, set) in sets.enumerated() {
      var selected = SelectSet([set.number])
      let polled = cobjects_poll(set.number, CShort(Interest.readable.rawValue), 0)
      log.see(
        "\(text), \(place + 1) deep",
        "select \(selected.select()), poll \(polled), "
          + "epoll around it \(try asks[place].wait().count), its own wait \(try set.wait().count)",
        is: "select \(expected), poll \(expected), epoll around it \(expected), its own wait \(expected)")
    }
    var selected = SelectSet(sets.map(\.number))
    log.see("\(text), all of them by select", "\(selected.select())", is: "\(expected * sets.count)")
  }
}
