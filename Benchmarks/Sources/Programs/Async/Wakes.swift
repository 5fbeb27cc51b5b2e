import EventLoopAsync
import SwiftWorkloadSupport
import WorkloadSupport

/// A task goes to another loop, on that one's thread, and back, `count` times; each way is a wake.
func wakeRoundTrip<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>, _ count: Int) async throws {
  let other = try AsyncEventLoop<Loop>()
  let start = support_now()
  for _ in 0..<count {
    await withTaskExecutorPreference(other) { await visit() }
  }
  support_report("round-trip", UInt64(count), support_now() - start)
  await other.shutdown()
}

@concurrent
private func visit() async {}

/// `threads` threads give a loop a task each time, `wakes` times in all; it ends when all of them have run.
func wakeStorm<Loop: EventLoop & ~Copyable>(
  on loop: AsyncEventLoop<Loop>, threads: Int, wakes: Int
) async {
  let run = Counter()
  await withUnsafeContinuation { continuation in
    Storm.start(threads: threads, wakes: wakes) {
      Task(executorPreference: loop) {
        if run.add(1) == wakes { continuation.resume() }
      }
    }
  }
  Storm.report()
}
