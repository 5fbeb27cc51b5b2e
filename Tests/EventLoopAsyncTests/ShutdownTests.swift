import EpollCore
import Glibc
import Synchronization
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Shutting down", .timeLimit(.minutes(30)))
struct ShutdownTests {
  @Test("every waiter is told, and so is every later one")
  func waiters() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      pair.fill()
      let tasks = (0..<3).map { index in Task(executorPreference: loop) { await wait(index, pair, loop) } }
      await Task(executorPreference: loop) {
        await loop.untilAwaited(pair.near, .reading)
        await loop.untilAwaited(pair.near, .writing)
        await loop.untilAsleep(1)
      }.value
      await loop.shutdown()
      for task in tasks {
        #expect(await task.value == .failure(.shutDown))
      }
      for index in 0..<3 {
        #expect(await wait(index, pair, loop) == .failure(.shutDown))
      }
      await loop.forget(pair.near)
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("jobs that are left have run when it returns")
  func jobs() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let progress = Progress()
      try await withThrowingTaskGroup { group in
        for _ in 0..<100 {
          group.addTask(executorPreference: loop) {
            do throws(AsyncLoopError) {
              try await loop.sleep(for: .seconds(1000))
            } catch {
              #expect(error == .shutDown)
              for _ in 0..<10 {
                await Task.yield()
                progress.steps.add(1, ordering: .relaxed)
              }
            }
          }
        }
        group.addTask(executorPreference: loop) { await loop.untilAsleep(100) }
        try await group.next()
        await loop.shutdown()
        #expect(progress.steps.load(ordering: .relaxed) == 1000)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a job that yields again and again keeps nobody from elsewhere out")
  func yielding() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let counter = Counter(on: loop)
      let progress = Progress()
      let waiting = Task(executorPreference: loop) {
        for _ in 0..<10_000_000 {
          if progress.isOver.load(ordering: .relaxed) { return true }
          await Task.yield()
        }
        return false
      }
      let other = Task.detached {
        // It ends with the loop, while the job above is left.
        try? await loop.sleep(for: .seconds(1000))
        await counter.increment()
        progress.isOver.store(true, ordering: .relaxed)
      }
      await loop.shutdown()
      await other.value
      #expect(await waiting.value)
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a task on the loop may ask for it, and goes on")
  func fromTheLoop() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let last = Task(executorPreference: loop) {
        await loop.shutdown()
        return loop.isOnThread
      }
      #expect(await last.value)
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("an actor outlives its loop, still alone with its state")
  func actors() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let counter = Counter(on: loop)
      await loop.shutdown()
      await withTaskGroup { group in
        for _ in 0..<1000 {
          group.addTask { await counter.increment() }
        }
      }
      #expect(await counter.value == 1000)
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("an actor outlives its loop also where no thread can be made")
  func actorsWithoutThreads() async {
    await #expect(processExitsWith: .success) {
      let loop = try AsyncEventLoop<EpollLoop>()
      let counter = Counter(on: loop)
      await loop.shutdown()
      forbidThreads()
      for _ in 0..<100 { await counter.increment() }
      let value = await counter.value
      precondition(value == 100)
      do throws(LoopError) {
        _ = try AsyncEventLoop<EpollLoop>()
        preconditionFailure("there was a thread")
      } catch {
        precondition(error == LoopError(.create, .wouldBlock))
      }
    }
  }

  @Test("several calls at once all return")
  func severalAtOnce() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      for _ in 0..<100 {
        let loop = try AsyncEventLoop<Loop>()
        await withTaskGroup { group in
          for _ in 0..<4 {
            group.addTask { await loop.shutdown() }
            group.addTask { await loop.forget(0) }
          }
        }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("it comes after the closure of withEventLoop, also if that throws")
  func structured() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let escaped = Mutex<AsyncEventLoop<Loop>?>(nil)
      await #expect(throws: AsyncLoopError.busy) {
        try await withEventLoop(type) { loop in
          escaped.withLock { $0 = loop }
          throw AsyncLoopError.busy
        }
      }
      let loop = try #require(escaped.withLock { $0 })
      await #expect(throws: AsyncLoopError.shutDown) { try await loop.readable(0) }
      #expect(try await withEventLoop(type) { _ in 42 } == 42)
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}

/// One of the three waits that there are.
private func wait<Loop: EventLoop & ~Copyable>(
  _ index: Int, _ pair: SocketPair, _ loop: AsyncEventLoop<Loop>
) async -> Result<Readiness, AsyncLoopError> {
  await outcome { () throws(AsyncLoopError) in
    switch index {
    case 0: return try await loop.readable(pair.near)
    case 1: return try await loop.writable(pair.near)
    default:
      try await loop.sleep(for: .seconds(1000))
      return []
    }
  }
}

/// Has the system refuse this process every further thread, as it does nothing to a privileged user.
private func forbidThreads() {
  if getuid() == 0 { precondition(setuid(65534) == 0) }
  var limit = rlimit(rlim_cur: 0, rlim_max: 0)
  precondition(setrlimit(__rlimit_resource_t(6), &limit) == 0)
}
