import EpollCore
import Synchronization
import Testing

@testable import EventLoopAsync

@Suite("What the loop beneath refuses", .timeLimit(.minutes(30)))
struct RefusalTests {
  @Test("a loop that cannot wait any more ends every wait with the reason, and can be shut down")
  func failure() async throws {
    let configuration = RefusingLoop.Configuration()
    let reason = AsyncLoopError.failed(LoopError(.wait, .outOfMemory))
    let loop = try AsyncEventLoop<RefusingLoop>(configuration)
    let pair = try SocketPair()
    let task = Task(executorPreference: loop) {
      await outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
    }
    await Task(executorPreference: loop) { await loop.untilAwaited(pair.near, .reading) }.value
    configuration.script.refused.withLock { $0 = .wait }
    // Its own turn is the next one, unless it has begun to wait: a job wakes it.
    await Task(executorPreference: loop) {}.value
    #expect(await task.value == .failure(reason))
    #expect(
      await outcome { () throws(AsyncLoopError) in try await loop.writable(pair.near) } == .failure(reason))
    await #expect(throws: reason) { try await loop.sleep(for: .seconds(1000)) }
    await loop.shutdown()
  }

  @Test("a sleep that cannot be scheduled is refused with the reason")
  func schedule() async throws {
    let configuration = RefusingLoop.Configuration()
    configuration.script.refused.withLock { $0 = .schedule }
    _ = try await withEventLoop(RefusingLoop.self, configuration) { loop in
      await #expect(throws: AsyncLoopError.refused(LoopError(.schedule, .outOfMemory))) {
        try await loop.sleep(for: .seconds(1000))
      }
    }
  }

  @Test("if an interest cannot be changed, the descriptor is registered anew, also for the other waiter")
  func modify() async throws {
    let configuration = RefusingLoop.Configuration()
    try await withEventLoop(RefusingLoop.self, configuration) { loop in
      let pair = try SocketPair()
      async let reader = outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
      await loop.untilAwaited(pair.near, .reading)
      configuration.script.refused.withLock { $0 = .modify }
      #expect(try await loop.writable(pair.near) == .writable)
      pair.send()
      #expect(try await reader.get().contains(.readable))
      await loop.forget(pair.near)
    }
  }
}
