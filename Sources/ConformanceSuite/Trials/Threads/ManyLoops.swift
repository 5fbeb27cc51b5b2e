internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Many loops at once, each with a descriptor of its own.
enum ManyLoops: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/many-loops", "Ten loops on ten threads each tell each of their events once.",
      cites: ["row:thr-many-instances", "law:level"], .loop(Self.self))
  }

  private static let count = 10
  private static let events = 200

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let hasEdges = try Loop(configuration).capabilities.supports(.edge)
    for trigger in [Trigger.level, .edge] where hasEdges || trigger == .level {
      log.see(
        "told by each loop of one more event, \(trigger)",
        inRounds: try told(type, configuration, trigger), ["each once"])
    }
  }

  /// What ten loops have told of one event for each, time after time.
  private static func told<Loop: EventLoop & ~Copyable & SendableMetatype>(
    _ type: Loop.Type, _ configuration: Loop.Configuration, _ trigger: Trigger
  ) throws -> [String] {
    let counters = try (0..<count).map { _ in try EventCounter() }
    let free = Mutex(Array(0..<count))
    let told = Mutex(Array(repeating: 0, count: count))
    var rounds: [String] = []
    try LoopThreads<Loop.Waker>.run(count) { threads in
      guard let place = free.withLock({ $0.popLast() }) else { return }
      var loop = try Loop(configuration)
      let token = try loop.register(counters[place].number, for: .readable, trigger: trigger)
      threads.begin(loop.waker)
      while true {
        let batch = try loop.batch(loop.patience)
        if batch.isEmpty || batch.contains(.wake) { return }
        for event in batch where event == .ready(token, .readable) {
          counters[place].take()
          told.withLock { $0[place] += 1 }
        }
      }
    } meanwhile: { threads in
      for event in 1...events {
        for counter in counters { counter.raise() }
        // What comes too late is missing, and what comes twice too much, when the next one is due.
        let deadline = ContinuousClock.now + .seconds(5)
        while told.withLock({ $0.contains { $0 < event } }), .now < deadline { sched_yield() }
        rounds.append(
          told.withLock { $0.allSatisfy { $0 == event } } ? "each once" : "\(told.withLock { $0 })")
        if rounds.last != "each once" { break }
      }
      threads.wakeAll()
    }
    return rounds
  }
}
