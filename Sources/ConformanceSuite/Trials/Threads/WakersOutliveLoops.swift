internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Wakers that are used while their loops end, and afterwards.
enum WakersOutliveLoops: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/wakers-outlive-loops",
      "Wakers that four threads use while their loops end, and afterwards, "
        + "do no harm and wake no later loop.",
      cites: ["law:wakes", "libuv:docs/src/async.rst"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let wakers = Mutex<[Loop.Waker]>([])
    let hasEnded = Atomic(false)
    let passes = Atomic(0)
    var early: [String] = []
    var own: [String] = []
    try withThreads(4) { _ in
      while !hasEnded.load(ordering: .acquiring) {
        for waker in wakers.withLock({ $0 }) { waker.wake() }
        passes.add(1, ordering: .acquiringAndReleasing)
        sched_yield()
      }
    } meanwhile: {
      defer { hasEnded.store(true, ordering: .releasing) }
      for _ in 0..<200 {
        var loop = try Loop(configuration)
        let before = passes.load(ordering: .acquiring)
        while passes.load(ordering: .acquiring) < before + 8 { sched_yield() }
        // Wakers of eight loops that are gone are in use, and a descriptor of such a loop may be this one's
        // now.
        early.append(try loop.batch(.poll).isEmpty ? "nothing" : "a wake")
        let waker = loop.waker
        wakers.withLock { $0 = [waker] + $0.prefix(7) }
        own.append(try loop.batch(loop.patience).contains(.wake) ? "a wake" : "nothing")
      }
    }
    log.see("told of others' wakes", inRounds: early, ["nothing"])
    log.see("told of its own", inRounds: own, ["a wake"])
  }
}
