internal import EventLoopAPI

/// Epoll sets that watch one counter, and a thread asleep at each.
struct Herd {
  /// What all of them watch.
  let counter: EventCounter

  /// The sets, in the order in which they were given the counter.
  let sets: [EpollSet]

  /// Makes a set for each trigger, with the counter registered so.
  init(_ triggers: [Trigger]) throws(ErrorCode) {
    let counter = try EventCounter()
    self.counter = counter
    sets = try triggers.map { (trigger) throws(ErrorCode) in
      let set = try EpollSet()
      try set.add(counter.number, for: .readable, trigger)
      return set
    }
  }

  /// The places of the sets whose threads are told of one event.
  static func told(_ triggers: [Trigger]) throws -> [Int] {
    let herd = try Herd(triggers)
    return try Sleepers.told(at: herd.sets) { _ in herd.counter.raise() }
  }
}
