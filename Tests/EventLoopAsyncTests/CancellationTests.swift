import EpollCore
import Glibc
import Synchronization
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Cancelled waits", .timeLimit(.minutes(30)))
struct CancellationTests {
  @Test("a wait of a task that is cancelled already ends at once", arguments: [true, false])
  func before(isOnLoop: Bool) async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        let task = Task(executorPreference: isOnLoop ? loop : globalConcurrentExecutor) {
          withUnsafeCurrentTask { $0?.cancel() }
          return await outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
        }
        #expect(await task.value == .failure(.cancelled))
        let sleeper = Task(executorPreference: isOnLoop ? loop : globalConcurrentExecutor) {
          withUnsafeCurrentTask { $0?.cancel() }
          return await outcome { () throws(AsyncLoopError) in
            try await loop.sleep(for: .seconds(1000))
            return []
          }
        }
        #expect(await sleeper.value == .failure(.cancelled))
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a task that is cancelled already neither reads nor writes, though its socket need not wait")
  func beforeTransfer() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        let socket = try AsyncSocket(owning: dup(pair.near), on: loop)
        pair.send(2)
        var byte: [UInt8] = [0]
        #expect(try await socket.read(into: &byte) == 1)
        let task = Task(executorPreference: loop) {
          withUnsafeCurrentTask { $0?.cancel() }
          await #expect(throws: AsyncLoopError.cancelled) {
            var byte: [UInt8] = [0]
            return try await socket.read(into: &byte)
          }
          await #expect(throws: AsyncLoopError.cancelled) { try await socket.write([7]) }
        }
        await task.value
        #expect(pair.drain() == 1)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a task that is cancelled on the loop's thread ends, though its wait comes from another one")
  func betweenThreads() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        // Each time the loop's thread has not yet begun the wait that it is to end.
        for round in 0..<200 {
          let number = loop.lastNumber.load(ordering: .relaxed)
          let task = Task(executorPreference: globalConcurrentExecutor) {
            await outcome { () throws(AsyncLoopError) in
              if round.isMultiple(of: 2) { return try await loop.readable(pair.near) }
              try await loop.sleep(for: .seconds(1000))
              return []
            }
          }
          while loop.lastNumber.load(ordering: .relaxed) == number { sched_yield() }
          for _ in 0..<round { sched_yield() }
          task.cancel()
          #expect(await task.value == .failure(.cancelled))
        }
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a wait is ended by a cancellation, and the other direction's goes on")
  func during() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.fill()
        let reader = Task(executorPreference: loop) {
          await outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
        }
        async let writer = loop.writable(pair.near)
        await loop.untilAwaited(pair.near, .reading)
        await loop.untilAwaited(pair.near, .writing)
        reader.cancel()
        #expect(loop.watches[Int(pair.near)].reader == nil)
        #expect(await reader.value == .failure(.cancelled))
        pair.empty()
        #expect(try await writer == .writable)
        pair.send()
        #expect(try await loop.readable(pair.near).contains(.readable))
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a sleep is ended by a cancellation, and its timer with it")
  func sleeping() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let task = Task(executorPreference: loop) {
          await outcome { () throws(AsyncLoopError) in
            try await loop.sleep(for: .seconds(1000))
            return []
          }
        }
        await loop.untilAsleep(1)
        task.cancel()
        #expect(await task.value == .failure(.cancelled))
        #expect(loop.loop.pointee.statistics.timers == 0)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a cancellation after the wait's end ends no other wait")
  func after() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.send()
        _ = try await loop.readable(pair.near)
        pair.drain()
        async let reader = loop.readable(pair.near)
        await loop.untilAwaited(pair.near, .reading)
        // That of the first wait, come late.
        let former = try #require(loop.watches[Int(pair.near)].reader?.number) - 1
        loop.perform(.cancelWait(former, pair.near, .reading))
        #expect(loop.watches[Int(pair.near)].reader != nil)
        pair.send()
        #expect(try await reader == .readable)
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a cancellation that races with readiness ends the wait once", arguments: [true, false])
  func race(isOnLoop: Bool) async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      for _ in 0..<3000 {
        let waiter = Task(executorPreference: isOnLoop ? loop : nil) {
          await outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
        }
        async let sent: Void = Task.detached { pair.send() }.value
        async let cancelled: Void = Task.detached { waiter.cancel() }.value
        _ = await (sent, cancelled)
        switch await waiter.value {
        case .success(let readiness): #expect(readiness == .readable)
        case .failure(let error): #expect(error == .cancelled)
        }
        #expect(pair.drain() == 1)
      }
      await loop.forget(pair.near)
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a cancellation that races with a deadline ends the sleep once", arguments: [true, false])
  func raceOfSleep(isOnLoop: Bool) async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      for round in 0..<3000 {
        let sleeper = Task(executorPreference: isOnLoop ? loop : nil) {
          await outcome { () throws(AsyncLoopError) in
            try await loop.sleep(for: .microseconds(round % 50))
            return []
          }
        }
        await Task.detached { sleeper.cancel() }.value
        let result = await sleeper.value
        #expect(result == .success([]) || result == .failure(.cancelled))
      }
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}
