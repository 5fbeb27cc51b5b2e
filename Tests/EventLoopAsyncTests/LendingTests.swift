import EpollCore
import Glibc
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Lending the loop", .timeLimit(.minutes(30)))
struct LendingTests {
  @Test("a closure looks at the loop on its thread, whoever asks")
  func looks() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      pair.send()
      #expect(try await loop.withLoop { $0.statistics.registrations } == 0)
      _ = try await loop.readable(pair.near)
      for task in [look(at: loop, preferring: loop), look(at: loop, preferring: nil)] {
        let (registrations, isOnThread) = try await task.value
        #expect(registrations == 1)
        #expect(isOnThread)
      }
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("it may throw, and a task that was cancelled may ask")
  func throwing() async throws {
    try await withEventLoop(EpollLoop.self) { loop in
      let task = Task {
        try await loop.withLoop { _ in throw AsyncLoopError.busy }
      }
      task.cancel()
      await #expect(throws: AsyncLoopError.busy) { try await task.value }
      // Nobody has it any more.
      try await loop.sleep(for: .milliseconds(1))
    }
  }

  @Test("a loop that was shut down is not lent")
  func shutDown() async throws {
    let loop = try AsyncEventLoop<EpollLoop>()
    await loop.shutdown()
    await #expect(throws: AsyncLoopError.shutDown) { try await loop.withLoop { _ in } }
  }

  @Test("the loop does not change meanwhile: what a closure ends, ends when it has returned")
  func unchanged() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        let descriptor = dup(pair.near)
        async let waiting = outcome { () throws(AsyncLoopError) in try await loop.readable(descriptor) }
        await loop.untilAwaited(descriptor, .reading)
        let sleeper = Task { try await loop.sleep(for: .seconds(1000)) }
        await loop.untilAsleep(1)
        let counts = try await loop.withLoop { base in
          let before = base.statistics
          loop.close(descriptor)
          sleeper.cancel()
          Task.immediate { await loop.forget(pair.near) }
          return [before, base.statistics].map { [$0.registrations, $0.timers] }
        }
        #expect(counts == [[1, 1], [1, 1]])
        #expect(await waiting == .failure(.forgotten))
        await #expect(throws: AsyncLoopError.cancelled) { try await sleeper.value }
        #expect(try await loop.withLoop { $0.statistics.registrations } == 0)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  /// How much is registered, and whether that was found out on the loop's thread.
  private func look<Loop: EventLoop & ~Copyable>(
    at loop: AsyncEventLoop<Loop>, preferring executor: AsyncEventLoop<Loop>?
  ) -> Task<(Int, Bool), any Error> {
    Task(executorPreference: executor) {
      try await loop.withLoop { ($0.statistics.registrations, loop.isOnThread) }
    }
  }
}
