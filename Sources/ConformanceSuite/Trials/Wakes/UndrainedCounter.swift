internal import EventLoopAPI

/// A counter that is used as a waker and never read.
enum UndrainedCounter: KernelTrial {
  static var trial: Trial {
    Trial(
      "wakes/undrained-counter",
      "An eventfd by edge that nobody reads is told anew at each write, until it is full and takes none.",
      cites: [
        "man:eventfd(2)", "row:wake-et-eventfd", "libuv-issue:4400", "kernel:fs/eventfd.c#eventfd_write",
      ],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let (set, counter) = (try EpollSet(), try EventCounter())
    try set.add(counter.number, for: .readable, .edge, data: 1)
    log.see("told before a write", try told(by: set), is: "nothing")
    let writes = try (0..<100).map { _ in
      counter.raise()
      return "\(try told(by: set)), then \(try told(by: set))"
    }
    log.see("told of a write", inRounds: writes, ["readable, then nothing"])
    let pairs = try (0..<100).map { _ in
      counter.raise()
      counter.raise()
      return "\(try told(by: set)), then \(try told(by: set))"
    }
    log.see("told of two writes", inRounds: pairs, ["readable, then nothing"])
    let sleeps = try (0..<100).map { _ in
      let woken = try Sleepers.told(at: [set]) { sleepers in
        counter.raise()
        _ = sleepers.awaitReturn(of: 1)
      }
      return woken == [0] ? "woken" : "not woken"
    }
    log.see("a thread that sleeps, at a write", inRounds: sleeps, ["woken"])
    log.see("filled up to its maximum", "\(counter.raise(by: .max - 1 - 400))", is: "true")
    log.see("told of that", try told(by: set), is: "readable")
    log.see("a write beyond it", "\(counter.raise())", is: "false")
    log.see("told of that", try told(by: set), is: "nothing")
  }

  private static func told(by set: EpollSet) throws -> String {
    try set.wait().first?.readiness.description ?? "nothing"
  }
}
