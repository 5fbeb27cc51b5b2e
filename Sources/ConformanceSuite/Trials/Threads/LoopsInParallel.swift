internal import EventLoopAPI
internal import Synchronization

/// A loop that turns while others sleep.
enum LoopsInParallel: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/loops-in-parallel", "A loop turns, and loops come and go, while loops of other threads sleep.",
      cites: ["law:idle", "row:thr-many-instances"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let counter = try EventCounter()
    let strange = Atomic(0)
    var rounds: [String] = []
    try LoopThreads<Loop.Waker>.run(3) { threads in
      var loop = try Loop(configuration)
      threads.begin(loop.waker)
      let events = try loop.batch(.forever)
      if events != [.wake] { strange.add(1, ordering: .relaxed) }
    } meanwhile: { threads in
      defer { threads.wakeAll() }
      for _ in 0..<200 {
        var loop = try Loop(configuration)
        let token = try loop.register(counter.number, for: .readable, trigger: .level)
        let before = try loop.told(of: token, .poll)
        counter.raise()
        rounds.append("\(before), \(try loop.told(of: token, .poll))")
        counter.take()
        try loop.deregister(token)
      }
    }
    log.see("told beside sleeping loops", inRounds: rounds, ["nothing, readable"])
    log.see("loops told of what was not theirs", "\(strange.load(ordering: .relaxed))", is: "0")
  }
}
