internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Wakes of several threads at once.
enum EightWakers: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/eight-wakers",
      "Of wakes that come from eight threads at once, while the loop turns and while it sleeps, "
        + "none is lost.",
      cites: ["row:wake-many-handles", "law:wakes"], .loop(Self.self))
  }

  private static let wakers = 8

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var loop = try Loop(configuration)
    let waker = loop.waker
    let opened = Atomic(0)
    let done = Atomic(0)
    var rounds: [String] = []
    var mostInBatch = 0
    try withThreads(wakers) { _ in
      var round = 1
      while true {
        let current = opened.load(ordering: .acquiring)
        if current < 0 { return }
        guard current >= round else {
          sched_yield()
          continue
        }
        done.add(1, ordering: .releasing)
        waker.wake()
        round += 1
      }
    } meanwhile: {
      defer { opened.store(-1, ordering: .releasing) }
      for round in 1...200 {
        opened.store(round, ordering: .releasing)
        rounds.append("all")
        // A wake says that there is something to look at: what was done before it must be seen after it.
        while done.load(ordering: .acquiring) < round * wakers {
          // Now and then it only looks, so that some wakes find it awake.
          let isLook = round % 3 == 0
          let batch = try loop.batch(isLook ? .poll : loop.patience)
          mostInBatch = max(mostInBatch, batch.count { $0 == .wake })
          if batch.isEmpty, !isLook {
            rounds.append("lost")
            return
          }
        }
      }
    }
    log.see("wakes of eight threads seen", inRounds: rounds, ["all"])
    log.see("wakes in a batch, at most", "\(mostInBatch)", is: "1")
  }
}
