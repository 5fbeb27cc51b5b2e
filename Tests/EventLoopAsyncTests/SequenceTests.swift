import EpollCore
import Synchronization
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Sequences of readiness", .timeLimit(.minutes(30)))
struct SequenceTests {
  @Test("what is not used up is told again, and the end comes when the descriptor is forgotten")
  func elements() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.send(3)
        var count = 0
        let progress = Progress()
        let forgetting = Task(executorPreference: loop) {
          while !progress.isOver.load(ordering: .relaxed) {
            await Task.yield()
          }
          await loop.untilAwaited(pair.near, .reading)
          await loop.forget(pair.near)
        }
        for try await readiness in loop.readiness(of: pair.near, for: .reading) {
          #expect(readiness == .readable)
          count += 1
          if count == 5 {
            pair.drain()
            progress.isOver.store(true, ordering: .relaxed)
          }
        }
        await forgetting.value
        #expect(count == 5)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("other ends are thrown")
  func thrown() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      pair.fill()
      let writability = loop.readiness(of: pair.near, for: .writing)
      let task = Task(executorPreference: loop) {
        var iterator = writability.makeAsyncIterator()
        return try await iterator.next()
      }
      await Task(executorPreference: loop) { await loop.untilAwaited(pair.near, .writing) }.value
      task.cancel()
      await #expect(throws: AsyncLoopError.cancelled) { try await task.value }
      await loop.shutdown()
      await #expect(throws: AsyncLoopError.shutDown) {
        for try await _ in writability {}
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}
