internal import EventLoopAPI
internal import Synchronization

/// Loops of several threads that watch one descriptor exclusively.
enum LoopsExclusively: LoopTrial {
  static var trial: Trial {
    Trial(
      "exclusive/loops-on-threads",
      "Of eight loops that sleep on one descriptor exclusively an event wakes one, "
        + "or more where that is emulated.",
      cites: ["man:epoll_ctl(2)", "row:excl-wakes-one", "law:exclusive"], needs: ["exclusive"],
      .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let isNative = try Loop(configuration).capabilities.exclusive == .native
    let allowed = isNative ? ["1 told"] : (1...8).map { "\($0) told" }
    let rounds = try (0..<100).map { _ in
      let counter = try EventCounter()
      let told = Atomic(0)
      try LoopThreads<Loop.Waker>.run(8) { threads in
        var loop = try Loop(configuration)
        _ = try loop.register(counter.number, for: .readable, trigger: .exclusive)
        threads.begin(loop.waker)
        if try loop.batch(.forever).contains(where: \.isReadiness) { told.add(1, ordering: .relaxed) }
      } meanwhile: { threads in
        counter.raise()
        threads.wait(until: { told.load(ordering: .relaxed) > 0 })
        // Who was not told is woken by hand.
        threads.wakeAll()
      }
      return "\(told.load(ordering: .relaxed)) told"
    }
    log.see("loops told of an event", inRounds: rounds, allowed)
  }
}
