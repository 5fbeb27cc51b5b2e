internal import EventLoopAPI

/// Which of several exclusive registrations is told.
enum FirstRegistered: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/first-registered",
      "Of several exclusive registrations the first with an idle waiter is told, every time.",
      cites: ["row:excl-first-registered", "kernel:fs/eventpoll.c#ep_ptable_queue_proc"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let exclusive = Array(repeating: Trigger.exclusive, count: 4)
    let all = try (0..<100).map { _ in "\(try Herd.told(exclusive))" }
    log.see("told of four who wait", inRounds: all, ["[0]"])
    let others = try (0..<100).map { _ in
      let herd = try Herd(exclusive)
      let told = try Sleepers.told(at: Array(herd.sets.dropFirst())) { sleepers in
        herd.counter.raise()
        _ = sleepers.awaitReturn(of: 1)
      }
      return "\(told)"
    }
    log.see("told of the three that are left when nobody waits at the first", inRounds: others, ["[0]"])
  }
}
