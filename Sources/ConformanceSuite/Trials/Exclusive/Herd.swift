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
  ///
  /// It waits for as many as an event is to wake: all that are not exclusive, and one that is.
  static func told(_ triggers: [Trigger]) throws -> [Int] {
    let herd = try Herd(triggers)
    let plain = triggers.count { !$0.contains(.exclusive) }
    return try Sleepers.told(at: herd.sets) { sleepers in
      herd.counter.raise()
      _ = sleepers.awaitReturn(of: plain < triggers.count ? plain + 1 : plain)
    }
  }
}
