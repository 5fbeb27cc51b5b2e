import EpollCore
import Synchronization
import Testing
import UVBridge

@testable import EventLoopAsync

/// Each in a process of its own: they go to and fro between the loop and the language's own threads, which
/// other tests keep busy for minutes.
@Suite("Neither jobs nor events starve", .timeLimit(.minutes(30)))
struct FairnessTests {
  @Test("jobs that never stop keep no event and no deadline from being told")
  func busyJobs() async {
    await #expect(processExitsWith: .success) {
      try await serveBesideJobs(EpollLoop.self)
      try await serveBesideJobs(UVLoop.self)
    }
  }

  @Test("events that never stop keep no job from running, whether it comes from here or from elsewhere")
  func busyEvents() async {
    await #expect(processExitsWith: .success) {
      try await runJobsBesideEvents(EpollLoop.self)
      try await runJobsBesideEvents(UVLoop.self)
    }
  }

  @Test("after each event a bounded number of jobs runs")
  func bound() async {
    await #expect(processExitsWith: .success) {
      try await countJobsBetweenEvents(EpollLoop.self)
      try await countJobsBetweenEvents(UVLoop.self)
    }
  }
}

private func serveBesideJobs<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
  try await withEventLoop(type) { loop in
    let pair = try SocketPair()
    let progress = Progress()
    try await withThrowingTaskGroup { group in
      for _ in 0..<200 {
        group.addTask {
          while !progress.isOver.load(ordering: .relaxed) {
            await Task.yield()
          }
        }
      }
      for _ in 0..<50 {
        pair.send()
        _ = try await loop.readable(pair.near)
        pair.drain()
        try await loop.sleep(for: .microseconds(10))
      }
      progress.isOver.store(true, ordering: .relaxed)
      try await group.waitForAll()
    }
    await loop.forget(pair.near)
  }
}

private func runJobsBesideEvents<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
  try await withEventLoop(type) { loop in
    let pairs = try (0..<300).map { _ in try SocketPair() }
    let progress = Progress()
    let counter = Counter(on: loop)
    try await withThrowingTaskGroup { group in
      for pair in pairs {
        group.addTask {
          while !progress.isOver.load(ordering: .relaxed) {
            _ = try await loop.writable(pair.near)
          }
          await loop.forget(pair.near)
        }
      }
      for _ in 0..<50 {
        await Task.yield()
        await Task.detached { await counter.increment() }.value
      }
      progress.isOver.store(true, ordering: .relaxed)
      try await group.waitForAll()
    }
    #expect(await counter.value == 50)
  }
}

private func countJobsBetweenEvents<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
  try await withEventLoop(type) { loop in
    let pairs = try (0..<10).map { _ in try SocketPair() }
    let progress = Progress()
    await withTaskGroup { group in
      for _ in 0..<500 {
        group.addTask {
          while !progress.isOver.load(ordering: .relaxed) {
            progress.steps.add(1, ordering: .relaxed)
            await Task.yield()
          }
        }
      }
      group.addTask {
        // All are ready at once: the next turn tells of all, and jobs run between them.
        for pair in pairs {
          let before = progress.steps.load(ordering: .relaxed)
          _ = try? await loop.writable(pair.near)
          // Its event may come after a round of the queue, and its own job at the end of another one.
          let count = progress.steps.load(ordering: .relaxed) - before
          #expect(count <= 2 * (502 + AsyncEventLoop<Loop>.jobsBetweenEvents))
          await loop.forget(pair.near)
        }
        progress.isOver.store(true, ordering: .relaxed)
      }
    }
  }
}
