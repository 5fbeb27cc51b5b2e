public import EventLoopAPI

/// Makes a loop, runs a closure on its thread, and shuts the loop down when the closure has ended.
///
/// Child tasks of the closure run on the loop's thread as well; when it returns, or throws, none of them is
/// left.
///
/// ```swift
/// try await withEventLoop(EpollLoop.self) { loop in
///   try await loop.sleep(for: .seconds(1))
/// }
/// ```
///
/// - Throws: what the closure throws, and `LoopError` of operation `create`, as
///   ``AsyncEventLoop/init(_:)`` does.
public func withEventLoop<Loop: EventLoop & ~Copyable, Value: Sendable>(
  _ type: Loop.Type,
  _ configuration: Loop.Configuration = Loop.Configuration(),
  _ body: @concurrent @Sendable (AsyncEventLoop<Loop>) async throws -> Value
) async throws -> Value {
  let loop = try AsyncEventLoop<Loop>(configuration)
  let result: Result<Value, any Error>
  do {
    result = .success(try await withTaskExecutorPreference(loop) { try await body(loop) })
  } catch {
    result = .failure(error)
  }
  await loop.shutdown()
  return try result.get()
}
