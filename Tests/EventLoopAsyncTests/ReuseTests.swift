import CallCounts
import EpollCore
import Glibc
import Testing
import UVBridge

@testable import EventLoopAsync

// One after the other: each counts on its number being nobody's until it is opened anew.
@Suite("Descriptors that are closed without being forgotten", .serialized, .timeLimit(.minutes(30)))
struct ReuseTests {
  @Test(
    "the next owner of the number waits as if nothing had been", arguments: [false, true], [false, true])
  func nextOwner(hasDuplicate: Bool, isOnLoop: Bool) async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      for (former, direction) in [(WaitDirection.reading, WaitDirection.reading), (.reading, .writing)] {
        var old: SocketPair? = try SocketPair()
        let number = try await awaitAndClose(old!, former, on: loop)
        if !hasDuplicate { old = nil }
        pair.fill()
        #expect(dup2(pair.near, number) == number)
        let waiter = Task(executorPreference: isOnLoop ? loop : nil) {
          await outcome { () throws(AsyncLoopError) in try await loop.wait(for: direction, of: number) }
        }
        await Task(executorPreference: loop) { await loop.untilAwaited(number, direction) }.value
        pair.send()
        pair.empty()
        #expect(
          try await waiter.value.get().contains(direction.interest == .readable ? .readable : .writable))
        pair.drain()
        loop.close(number)
        withExtendedLifetime(old) {}
      }
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("so does a socket that is given the number")
  func socket() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        let number = try await awaitAndClose(SocketPair(), on: loop)
        #expect(dup2(pair.near, number) == number)
        let socket = try AsyncSocket(owning: number, on: loop)
        for _ in 0..<3 {
          async let reader = readOne(socket)
          await loop.untilAwaited(number, .reading)
          pair.send()
          #expect(try await reader == 1)
        }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a wait for a number that is nobody's is refused")
  func nobody() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let number = try await awaitAndClose(SocketPair(), on: loop)
        async let reader = outcome { () throws(AsyncLoopError) in try await loop.readable(number) }
        async let writer = outcome { () throws(AsyncLoopError) in try await loop.writable(number) }
        let refusal = AsyncLoopError.refused(LoopError(.register, .badDescriptor))
        #expect(await reader == .failure(refusal))
        #expect(await writer == .failure(refusal))
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a socket that waits again costs no call of epoll_ctl, also if the loop sleeps meanwhile")
  func socketsAreNotAskedAbout() async throws {
    try await withEventLoop(EpollLoop.self) { loop in
      let pair = try SocketPair()
      let socket = try AsyncSocket(owning: dup(pair.near), on: loop)
      func rounds(_ count: Int) async throws {
        for _ in 0..<count {
          async let reader = readOne(socket)
          await loop.untilAwaited(socket.descriptor, .reading)
          // The loop has nothing to do until this has run elsewhere, and mostly sleeps.
          await Task(executorPreference: globalConcurrentExecutor) { pair.send() }.value
          #expect(try await reader == 1)
        }
      }
      try await rounds(1)
      let before = call_counts_epoll_ctl()
      try await rounds(200)
      #expect(call_counts_epoll_ctl() == before)
    }
  }
}

/// Has a new descriptor of a file awaited, and closes it; returns its number, which no other test takes.
private func awaitAndClose<Loop: EventLoop & ~Copyable>(
  _ pair: SocketPair, _ direction: WaitDirection = .reading, on loop: AsyncEventLoop<Loop>
) async throws -> CInt {
  let number = fcntl(pair.near, F_DUPFD_CLOEXEC, 700)
  pair.send()
  _ = try await loop.wait(for: direction, of: number)
  // So that the file, if it stays open, has nothing more to tell.
  pair.drain()
  pair.fill()
  close(number)
  return number
}

private func readOne<Loop: EventLoop & ~Copyable>(_ socket: AsyncSocket<Loop>) async throws -> Int {
  var bytes = [UInt8](repeating: 0, count: 16)
  return try await socket.read(into: &bytes)
}
