internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

extension Claim {
  static let threadSafe = Claim(
    "epoll-thread-safe", .introduction,
    "Several threads may use an instance at once, without a lock of their own."
  ) { log in
    let crowd = try Crowd()
    crowd.run()
    log.see(
      "two threads wait, take and modify, two add, modify and remove, two write, each as soon as its last "
        + "arrival was taken: calls that are refused",
      "\(crowd.refusals)", claimed: "0")
    log.see(
      "arrivals, edge-triggered, that nobody was told of", crowd.taken == Crowd.arrivals ? "none" : "some",
      claimed: "none", measured: "\(crowd.taken) of \(Crowd.arrivals) taken")
  }

  /// Six threads on one instance.
  ///
  /// Nothing arrives while something of the same writer is untold, so that no later report makes up for one
  /// that is lost; and what is taken is modified once, while the next arrives.
  private final class Crowd: Sendable {
    /// What one thread writes to, and whoever is told of it takes.
    private final class Source: Sendable {
      let counter: EventCounter
      let taken = Atomic(0)

      init() throws { counter = try EventCounter() }
    }

    /// How often each writer writes.
    private static let rounds = 2000

    /// All that arrives.
    static let arrivals = 2 * rounds

    private static let interest = EPOLLIN.rawValue | EPOLLET.rawValue

    private let set: EpollSet
    private let sources: [Source]
    private let end: EventCounter
    private let refused = Atomic(0)
    private let writers = Atomic(2)

    init() throws {
      let set = try EpollSet()
      sources = [try Source(), try Source()]
      end = try EventCounter()
      for source in sources { try set.add(source.counter.number, Self.interest) }
      try set.add(end.number, EPOLLIN.rawValue)
      self.set = set
    }

    var refusals: Int { refused.load(ordering: .acquiring) }

    var taken: Int { sources.reduce(0) { $0 + $1.taken.load(ordering: .acquiring) } }

    /// Lets them loose, until all that was written is taken, or something has been lost.
    func run() {
      withThreads(5) { thread in
        switch thread {
        case 0, 1: write(to: sources[thread])
        case 2, 3: wait()
        default: change()
        }
      } meanwhile: {
        change()
      }
    }

    private func wait() {
      while let reports = try? set.wait(milliseconds: -1) {
        for source in sources where reports.contains(where: { $0.data == UInt64(source.counter.number) }) {
          // Modified anew, it may be told again of what the other thread has taken.
          guard source.counter.take() != nil else { continue }
          source.taken.add(1, ordering: .releasing)
          count { () throws(ErrorCode) in try set.modify(source.counter.number, Self.interest) }
        }
        if reports.contains(where: { $0.data == UInt64(end.number) }) { return }
      }
      refused.add(1, ordering: .relaxed)
    }

    private func change() {
      guard let own = try? EventCounter() else { return }
      while writers.load(ordering: .acquiring) > 0 {
        count { () throws(ErrorCode) in
          try set.add(own.number, EPOLLIN.rawValue)
          try set.modify(own.number, Self.interest)
          try set.remove(own.number)
        }
        sched_yield()
      }
    }

    private func write(to source: Source) {
      for event in 1...Self.rounds {
        source.counter.raise()
        guard isTaken(event, of: source) else { break }
      }
      if writers.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { end.raise() }
    }

    /// Waits until so many were taken; false if one is lost, for which alone there is a limit.
    private func isTaken(_ count: Int, of source: Source) -> Bool {
      let limit = ContinuousClock.now + .seconds(5)
      while source.taken.load(ordering: .acquiring) < count {
        guard ContinuousClock.now < limit else { return false }
        sched_yield()
      }
      return true
    }

    private func count(_ calls: () throws(ErrorCode) -> Void) {
      do { try calls() } catch { refused.add(1, ordering: .relaxed) }
    }
  }
}
