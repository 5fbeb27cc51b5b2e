import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// SwiftNIO has no task executor yet (its pull request 2732); this is what SE-0417 asks for.
final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

extension EventLoop {
  /// Starts a task, on the loop's own thread or on those of Swift's pool.
  func start(
    onOwnThread: Bool, _ body: @escaping @Sendable () async throws -> Void
  ) -> EventLoopFuture<Void> {
    makeFutureWithTask {
      try await withTaskExecutorPreference(onOwnThread ? LoopExecutor(self) : nil) { try await body() }
    }
  }
}
