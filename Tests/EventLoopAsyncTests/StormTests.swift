import EpollCore
import Glibc
import Synchronization
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Everything at once", .timeLimit(.minutes(30)))
struct StormTests {
  @Test("waits, cancellations, forgetting and the end, on the loop and elsewhere: each wait ends once")
  func storm() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      for round in 0..<10 {
        let loop = try AsyncEventLoop<Loop>()
        let pairs = try (0..<4).map { _ in try SocketPair() }
        await withTaskGroup { group in
          for index in 0..<72 {
            let actor = Actor(loop: loop, pair: pairs[index % pairs.count])
            group.addTask(executorPreference: index / 4 % 2 == 0 ? loop : nil) { await actor.act(index / 8) }
          }
          // Later in each round; sleeps on the loop are among what ends.
          try? await loop.sleep(for: .milliseconds(round))
          await loop.shutdown()
        }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}

/// A task that does the same again and again until the loop has ended.
private struct Actor<Loop: EventLoop & ~Copyable>: Sendable {
  let loop: AsyncEventLoop<Loop>
  let pair: SocketPair

  func act(_ role: Int) async {
    while await !hasEnded(role) {
      await Task.yield()
    }
  }

  /// Does it once; returns whether the loop had ended.
  private func hasEnded(_ role: Int) async -> Bool {
    switch role {
    case 0, 1, 2: return await wait(.reading, isCancelled: role == 2)
    case 3, 4: return await wait(.writing, isCancelled: role == 4)
    case 5: return await sleep(isCancelled: false)
    case 6: return await sleep(isCancelled: true)
    case 7:
      var byte: UInt8 = 7
      _ = write(pair.far, &byte, 1)
    default: await loop.forget(pair.near)
    }
    return await sleep(isCancelled: false)
  }

  private func wait(_ direction: WaitDirection, isCancelled: Bool) async -> Bool {
    let result = await cancelled(isCancelled) { () throws(AsyncLoopError) in
      try await loop.wait(for: direction, of: pair.near)
    }
    switch result {
    case .success: pair.drain()
    case .failure(let error):
      #expect([.busy, .forgotten, .shutDown].contains(error) || isCancelled && error == .cancelled)
    }
    return result == .failure(.shutDown)
  }

  private func sleep(isCancelled: Bool) async -> Bool {
    let result = await cancelled(isCancelled) { () throws(AsyncLoopError) in
      try await loop.sleep(for: .microseconds(20))
      return []
    }
    #expect(
      [.success([]), .failure(.shutDown)].contains(result) || isCancelled && result == .failure(.cancelled))
    return result == .failure(.shutDown)
  }

  /// The outcome of a wait, in a task of its own if that is to be cancelled.
  private func cancelled(
    _ isCancelled: Bool, _ wait: @escaping @Sendable () async throws(AsyncLoopError) -> Readiness
  ) async -> Result<Readiness, AsyncLoopError> {
    guard isCancelled else { return await outcome(wait) }
    let task = Task { await outcome(wait) }
    await Task.yield()
    task.cancel()
    return await task.value
  }
}
