internal import EventLoopAPI

/// Sets that come and go.
enum ThousandsOfSets: KernelTrial {
  static var trial: Trial {
    Trial(
      "creation/thousands",
      "Two thousand sets, made, used and closed with what is registered there, leave no descriptor open.",
      cites: ["man:epoll_create(2)", "row:create-no-leak"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let counters = try (0..<3).map { _ in try EventCounter() }
    for counter in counters { counter.raise() }
    let before = OpenDescriptors.current()
    let number = try EpollSet().number
    let rounds = try (0..<2000).map { _ in
      let (set, inner) = (try EpollSet(), try EpollSet())
      for (counter, trigger) in zip(counters, [Trigger.level, .edge, .oneShot]) {
        try inner.add(counter.number, for: .readable, trigger)
      }
      try set.add(inner.number)
      let told = "\(try inner.wait().count) and \(try set.wait().count) told"
      inner.close()
      set.close()
      // A number that is taken is not given again.
      return "\(told), \(set.number == number ? "the number is free again" : "number \(set.number)")"
    }
    log.see("a set, and one that it watches", inRounds: rounds, ["3 and 1 told, the number is free again"])
    log.see("left open", "\(OpenDescriptors.current().names(notIn: before))", is: "[]")
    log.see(
      "counters that the sets had", "\(counters.count { $0.take() == 1 }) as they were", is: "3 as they were")
  }
}
