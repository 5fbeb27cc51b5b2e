internal import EventLoopAPI
internal import Synchronization

/// Loops of several threads that watch one descriptor.
enum LoopsSideBySide: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/loops-side-by-side",
      "Loops of eight threads that sleep on one descriptor are all told of what arrives there.",
      cites: ["man:epoll(7)", "row:thr-separate-instances", "row:api-two-loops-one-fd"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let hasEdges = try Loop(configuration).capabilities.supports(.edge)
    for trigger in [Trigger.level, .edge] where hasEdges || trigger == .level {
      var rounds: [String] = []
      while rounds.count < 100, rounds.allSatisfy({ $0 == "8 of 8" }) {
        rounds.append("\(try told(type, configuration, trigger)) of 8")
      }
      log.see(
        "told, \(trigger == .level ? "level-triggered" : "edge-triggered")", inRounds: rounds, ["8 of 8"])
    }
  }

  /// How many of eight loops are told of one event.
  private static func told<Loop: EventLoop & ~Copyable & SendableMetatype>(
    _ type: Loop.Type, _ configuration: Loop.Configuration, _ trigger: Trigger
  ) throws -> Int {
    let counter = try EventCounter()
    let told = Atomic(0)
    var count = 0
    try LoopThreads<Loop.Waker>.run(8) { threads in
      var loop = try Loop(configuration)
      let token = try loop.register(counter.number, for: .readable, trigger: trigger)
      threads.begin(loop.waker)
      if try loop.batch(.forever).contains(.ready(token, .readable)) { told.add(1, ordering: .relaxed) }
    } meanwhile: { threads in
      counter.raise()
      // Only who was told before is counted: a loop that is woken by hand sees the event too.
      threads.wait(until: { told.load(ordering: .relaxed) == 8 })
      count = told.load(ordering: .relaxed)
      threads.wakeAll()
    }
    return count
  }
}
