import NIOCore
import Synchronization
import WorkloadSupport

/// Counts the operations of a workload down, on any thread, and tells how long they all took.
final class Countdown: Sendable {
  private let left: Atomic<Int>
  private let start = Atomic<UInt64>(0)
  private let finished: EventLoopPromise<UInt64>

  init(from count: Int, on loop: any EventLoop) {
    left = Atomic(count)
    finished = loop.makePromise()
  }

  /// The nanoseconds from ``begin()`` to the last operation.
  var nanoseconds: EventLoopFuture<UInt64> { finished.futureResult }

  /// Starts the clock.
  func begin() {
    start.store(support_now(), ordering: .relaxed)
  }

  /// Counts one operation, and tells whether there are more to come.
  func countsOn() -> Bool {
    let left = left.subtract(1, ordering: .relaxed).newValue
    if left == 0 { finished.succeed(support_now() - start.load(ordering: .relaxed)) }
    return left > 0
  }
}
