import EpollCore
import Glibc
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Tasks and actors on a loop", .timeLimit(.minutes(30)))
struct IsolationTests {
  @Test("tasks, their child tasks and actors run on the loop's thread, and may assume it")
  func isolation() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let thread = pthread_self()
        let counter = Counter(on: loop)
        @Sendable func assume() {
          #expect(pthread_self() == thread)
          counter.incrementAtOnce()
          counter.preconditionIsolated()
          loop.actorExecutor.preconditionIsolated()
        }
        assume()
        await withTaskGroup { group in
          group.addTask { assume() }
        }
        await counter.run { assume() }
        _ = try? await loop.readable(-1)
        assume()
        await Task.yield()
        assume()
        #expect(await counter.value == 5)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("no other thread is taken for the loop's")
  func elsewhere() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      #expect(loop.actorExecutor.isIsolatingCurrentContext() == false)
      let other = try AsyncEventLoop<Loop>()
      await Task(executorPreference: other) {
        #expect(loop.actorExecutor.isIsolatingCurrentContext() == false)
        #expect(other.actorExecutor.isIsolatingCurrentContext() == true)
      }.value
      await other.shutdown()
      await loop.shutdown()
      #expect(loop.actorExecutor.isIsolatingCurrentContext() == false)
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("who assumes an isolation wrongly ends the program")
  func wrongAssumption() async {
    await #expect(processExitsWith: .failure) {
      let loop = try AsyncEventLoop<EpollLoop>()
      Counter(on: loop).incrementAtOnce()
    }
    await #expect(processExitsWith: .failure) {
      let loop = try AsyncEventLoop<EpollLoop>()
      loop.actorExecutor.checkIsolated()
    }
  }

  @Test("an actor of a loop, an actor elsewhere and a task with a default actor wait on it")
  func waits() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      let actors: [any Waiting] = [Counter(on: loop), Elsewhere(loop)]
      for preference in [loop, nil] {
        for actor in actors {
          for _ in 0..<100 {
            let wait = Task(executorPreference: preference) { try await actor.readable(pair.near) }
            pair.send()
            #expect(try await wait.value == .readable)
            #expect(pair.drain() == 1)
          }
        }
      }
      await loop.forget(pair.near)
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("jobs from many threads all run, one at a time")
  func manyThreads() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let counter = Counter(on: loop)
        await withTaskGroup { group in
          for _ in 0..<8 {
            group.addTask(executorPreference: globalConcurrentExecutor) {
              for _ in 0..<2000 {
                await counter.increment()
              }
            }
          }
        }
        #expect(await counter.value == 16000)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}

private protocol Waiting: Actor {
  func readable(_ descriptor: CInt) async throws(AsyncLoopError) -> Readiness
}

extension Counter: Waiting where Loop: ~Copyable {
  func run(_ body: @Sendable () -> Void) {
    body()
  }
}

/// An actor that runs where the language has it.
private actor Elsewhere<Loop: EventLoop & ~Copyable>: Waiting {
  let loop: AsyncEventLoop<Loop>

  init(_ loop: AsyncEventLoop<Loop>) {
    self.loop = loop
  }

  func readable(_ descriptor: CInt) async throws(AsyncLoopError) -> Readiness {
    try await loop.readable(descriptor)
  }
}
