internal import EventLoopAPI
internal import Synchronization

/// Wakers of two loops.
enum OfTheirOwn: LoopTrial {
  static var trial: Trial {
    Trial(
      "wakes/of-their-own",
      "Of two loops that both have wakers the one wakes whose waker is used, and it alone.",
      cites: ["row:wake-many-handles", "law:wakes"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var first = try Loop(configuration)
    var second = try Loop(configuration)
    let wakers = [first.waker, second.waker, first.waker, second.waker]
    let turns = try (0..<400).map { round in
      wakers[round % 4].wake()
      let told = [try first.batch(.poll) == [.wake], try second.batch(.poll) == [.wake]]
      return told == [round % 2 == 0, round % 2 == 1] ? "its own loop" : "\(told)"
    }
    log.see("told of a waker that is used", inRounds: turns, ["its own loop"])
    var rounds: [String] = []
    while rounds.count < 100, rounds.allSatisfy({ $0 == "woken, the other slept on" }) {
      rounds.append(try sleeping(type, configuration, waking: rounds.count % 2))
    }
    log.see("one of two that sleep on threads", inRounds: rounds, ["woken, the other slept on"])
  }

  /// A loop that sleeps on a thread.
  private struct Sleeper<Waker: LoopWaker> {
    var waker: Waker
    var thread = ObservedThread.current
    var isWoken = false
  }

  /// What becomes of two loops that sleep when the waker of one is used.
  private static func sleeping<Loop: EventLoop & ~Copyable & SendableMetatype>(
    _ type: Loop.Type, _ configuration: Loop.Configuration, waking place: Int
  ) throws -> String {
    let sleepers = Mutex<[Sleeper<Loop.Waker>]>([])
    var outcome = "neither slept"
    try LoopThreads<Loop.Waker>.run(2) { threads in
      var loop = try Loop(configuration)
      let own = sleepers.withLock { sleepers in
        sleepers.append(Sleeper(waker: loop.waker))
        return sleepers.count - 1
      }
      threads.begin(loop.waker)
      _ = try loop.batch(.forever)
      sleepers.withLock { $0[own].isWoken = true }
    } meanwhile: { threads in
      defer { threads.wakeAll() }
      let (one, other) = sleepers.withLock { ($0[place], $0[1 - place].thread) }
      let sleeps = other.sleeps
      one.waker.wake()
      threads.wait(until: { sleepers.withLock { $0[place].isWoken } })
      // A loop that was woken is not asleep before it has gone to sleep once more.
      threads.wait(until: { other.isAsleep || sleepers.withLock { $0[1 - place].isWoken } })
      let isWoken = sleepers.withLock { $0[place].isWoken }
      outcome =
        "\(isWoken ? "woken" : "not woken"), the other \(other.sleeps == sleeps ? "slept on" : "was woken")"
    }
    return outcome
  }
}
