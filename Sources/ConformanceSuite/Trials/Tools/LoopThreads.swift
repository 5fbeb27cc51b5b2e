internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Threads with a loop each, as the others see them: by their wakers, and whether they sleep.
final class LoopThreads<Waker: LoopWaker>: Sendable {
  private struct State {
    var threads: [ObservedThread] = []
    var ended = 0
    var wakers: [Waker] = []
    var failure: (any Error)?
  }

  private let state = Mutex(State())

  private init() {}

  /// Starts threads, does something when all loops sleep, and waits for the threads' end.
  ///
  /// - Parameters:
  ///   - body: makes a loop, calls ``begin(_:)`` when only waiting is left to do, and waits.
  ///   - meanwhile: done when all are seen asleep, unless one of the threads ends before.
  /// - Throws: what the first thread to fail has thrown, when all have ended.
  static func run(
    _ count: Int, _ body: @Sendable (LoopThreads) throws -> Void, meanwhile: (LoopThreads) throws -> Void
  ) throws {
    let threads = LoopThreads()
    try withThreads(count) { _ in
      do {
        try body(threads)
        threads.end(nil)
      } catch {
        threads.end(error)
      }
    } meanwhile: { () throws in
      guard threads.awaitSleep(of: count) else { return threads.wakeAll() }
      try meanwhile(threads)
    }
    if let failure = threads.state.withLock({ $0.failure }) { throw failure }
  }

  /// Says that the calling thread's loop is about to wait.
  func begin(_ waker: Waker) {
    state.withLock { state in
      state.threads.append(.current)
      state.wakers.append(waker)
    }
  }

  /// Waits until something is seen that a loop does when it wakes, or a loop that is broken does not.
  func wait(until condition: () -> Bool) {
    let deadline = ContinuousClock.now + .seconds(5)
    while !condition(), .now < deadline { sched_yield() }
  }

  /// Waits until all loops are seen asleep, unless something else is seen first.
  ///
  /// A call that wakes threads has done so when it returns, and they are not asleep before they have gone to
  /// sleep once more. So who is seen asleep after it was not woken, or was woken for nothing.
  func awaitSleep(unless condition: () -> Bool) {
    let threads = state.withLock { $0.threads }
    wait(until: { condition() || hasEnded || threads.allSatisfy(\.isAsleep) })
  }

  /// Wakes every loop.
  func wakeAll() {
    for waker in state.withLock({ $0.wakers }) { waker.wake() }
  }

  private func end(_ failure: (any Error)?) {
    state.withLock { state in
      state.ended += 1
      state.failure = state.failure ?? failure
    }
  }

  /// Waits until all loops sleep; false if one of the threads ends instead, which it was not to do yet.
  private func awaitSleep(of count: Int) -> Bool {
    var place = 0
    while place < count, !hasEnded {
      if let thread = state.withLock({ $0.threads.count > place ? $0.threads[place] : nil }) {
        thread.awaitSleep { hasEnded }
        place += 1
      } else {
        sched_yield()
      }
    }
    return !hasEnded
  }

  private var hasEnded: Bool { state.withLock { $0.ended > 0 } }
}
