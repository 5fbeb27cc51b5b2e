import EventLoopAsync

/// An actor that lives on a loop.
actor Counter<Loop: EventLoop & ~Copyable> {
  let loop: AsyncEventLoop<Loop>
  private(set) var value = 0

  init(on loop: AsyncEventLoop<Loop>) {
    self.loop = loop
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  func increment() {
    value += 1
  }

  /// Assumes that the caller is on the loop's thread.
  nonisolated func incrementAtOnce() {
    assumeIsolated { $0.increment() }
  }

  /// Waits on the loop from within it, and returns what was found.
  func readable(_ descriptor: CInt) async throws(AsyncLoopError) -> Readiness {
    try await loop.readable(descriptor)
  }
}
