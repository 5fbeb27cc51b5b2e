import NIOCore
import NIOPosix
import Synchronization
import WorkloadSupport
import WorkloadTable

/// The wakes that have been asked for, by any thread, and the loop that looks at their number.
private final class Storm: Sendable {
  private let loop: any EventLoop
  private let wakes: Int
  private let called = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  private let finished: EventLoopPromise<UInt64>

  init(_ wakes: Int, on loop: any EventLoop) {
    self.loop = loop
    self.wakes = wakes
    finished = loop.makePromise()
  }

  /// The time when the loop was first awake after the last call.
  var over: EventLoopFuture<UInt64> { finished.futureResult }

  func wake() {
    called.add(1, ordering: .releasing)
    loop.execute { self.look() }
  }

  private func look() {
    guard called.load(ordering: .acquiring) == wakes else { return }
    if !isOver.exchange(true, ordering: .relaxed) { finished.succeed(support_now()) }
  }
}

/// `threads` threads wake one loop `wakes` times in all.
func wakeStorm(threads: Int, wakes: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let storm = Storm(wakes, on: loop)
  let pool = NIOThreadPool(numberOfThreads: threads)
  pool.start()
  let start = support_now()
  for thread in 0..<threads {
    let share = wakes * (thread + 1) / threads - wakes * thread / threads
    pool.submit { _ in
      for _ in 0..<share { storm.wake() }
    }
  }
  let end = try storm.over.wait()
  support_report("wake", UInt64(wakes), end - start)
}
