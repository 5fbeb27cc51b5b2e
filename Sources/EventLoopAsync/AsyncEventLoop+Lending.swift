extension AsyncEventLoop where Loop: ~Copyable {
  /// Lends the loop to a closure, on the loop's thread, for what only its type has to tell.
  ///
  /// ```swift
  /// try await withEventLoop(TracingLoop<EpollLoop>.self) { loop in
  ///   …
  ///   try await loop.withLoop { try $0.writeTrace(to: "trace.scenario") }
  /// }
  /// ```
  ///
  /// Its place is before the end of ``withEventLoop(_:_:_:)``, as a loop that was shut down is gone. A task
  /// that was cancelled may ask for it too. The loop can be read there and not changed: what the closure
  /// ends, as by ``close(_:)``, ends when it has returned. Nothing else runs on the loop's thread meanwhile.
  ///
  /// - Throws: what the closure throws, and ``AsyncLoopError``: `shutDown` or `failed`.
  public nonisolated(nonsending) func withLoop<Value: Sendable>(
    _ body: @Sendable (borrowing Loop) throws -> Value
  ) async throws -> Value {
    if isOnThread { return try lend(to: body) }
    return try await withTaskExecutorPreference(self) { try await lendOnThread(to: body) }
  }

  /// The same for a task that prefers the loop, whoever has called it.
  @concurrent
  private func lendOnThread<Value: Sendable>(
    to body: @Sendable (borrowing Loop) throws -> Value
  ) async throws -> Value {
    try lend(to: body)
  }

  private func lend<Value: Sendable>(to body: (borrowing Loop) throws -> Value) throws -> Value {
    if let ending { throw ending }
    // A closure that begins a task at once may get here again.
    let wasLent = isLent
    isLent = true
    defer { isLent = wasLent }
    return try body(loop.pointee)
  }
}
