internal import EventLoopAPI

/// An exclusive registration behind the one that an event has woken.
enum PassedOver: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/passed-over",
      "An exclusive registration that an event has passed over stays blind to the data, "
        + "level-triggered or not.",
      cites: ["row:excl-unwoken-blind", "kernel:kernel/sched/wait.c#__wake_up_common"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let rounds = try (0..<200).map { _ in try seen(.exclusive) }
    log.see("seen before and behind the one that was woken", inRounds: rounds, ["1 before, 0 behind"])
  }

  /// What sets see without sleeping that were registered before and behind one with a waiter.
  static func seen(_ trigger: Trigger) throws -> String {
    let herd = try Herd(Array(repeating: trigger, count: 3))
    _ = try Sleepers.told(at: [herd.sets[1]]) { sleepers in
      herd.counter.raise()
      _ = sleepers.awaitReturn(of: 1)
    }
    return "\(try herd.sets[0].wait().count) before, \(try herd.sets[2].wait().count) behind"
  }
}
