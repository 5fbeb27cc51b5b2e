import EventLoopAsync
import WorkloadSupport

/// What the heap grows by with `count` tasks that wait for a descriptor each.
func registrationMemory<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>, _ count: Int) async {
  await memory(of: "registration", count) {
    let descriptor = support_open_eventfd(0)
    return { _ = try await loop.readable(descriptor) }
  }
}

/// What the heap grows by with `count` tasks that sleep.
func timerMemory<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>, _ count: Int) async {
  await memory(of: "timer", count) { { try await loop.sleep(for: .seconds(1000)) } }
}

/// Makes `count` tasks, and reports what they take while they wait.
private func memory(
  of operation: String, _ count: Int, wait makeWait: () -> @Sendable () async throws -> Void
) async {
  let before = support_heap()
  await withTaskGroup { group in
    for _ in 0..<count {
      let wait = makeWait()
      group.addTask { try? await wait() }
    }
    // Jobs run in the order of their arrival: now each task waits.
    await Task.yield()
    support_report(operation, UInt64(count), support_heap() - before)
    group.cancelAll()
  }
}
