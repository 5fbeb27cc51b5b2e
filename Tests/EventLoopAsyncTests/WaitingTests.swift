import EpollCore
import Glibc
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Waits for readiness", .timeLimit(.minutes(30)))
struct WaitingTests {
  @Test("a reader and a writer of one descriptor wait at once, and each is resumed by its own direction")
  func bothDirections() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.fill()
        async let reader = loop.readable(pair.near)
        await loop.untilAwaited(pair.near, .reading)
        async let writer = loop.writable(pair.near)
        await loop.untilAwaited(pair.near, .writing)
        pair.send()
        #expect(try await reader == .readable)
        #expect(loop.watches[Int(pair.near)].writer != nil)
        pair.drain()
        pair.empty()
        #expect(try await writer == .writable)
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("hangup resumes the reader and the writer")
  func hangup() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.fill()
        async let reader = loop.readable(pair.near)
        await loop.untilAwaited(pair.near, .reading)
        async let writer = loop.writable(pair.near)
        await loop.untilAwaited(pair.near, .writing)
        pair.hangUp()
        #expect(try await reader.contains(.hangup))
        #expect(try await writer.contains(.hangup))
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("an error resumes the writer")
  func error() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        var ends: [CInt] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (far, near) = (ends[0], ends[1])
        try #require(fcntl(near, F_SETFL, O_NONBLOCK) == 0)
        let bytes = [UInt8](repeating: 7, count: 65536)
        while write(near, bytes, bytes.count) > 0 {}
        async let writer = loop.writable(near)
        await loop.untilAwaited(near, .writing)
        close(far)
        #expect(try await writer.contains(.error))
        loop.close(near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a second reader is refused, and the first one goes on")
  func secondReader() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        async let reader = loop.readable(pair.near)
        await loop.untilAwaited(pair.near, .reading)
        #expect(
          await outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
            == .failure(.busy))
        pair.send()
        #expect(try await reader == .readable)
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("what the loop refuses to watch is told with its reason")
  func refused() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        for descriptor in [-1, CInt.max] {
          #expect(
            await outcome { () throws(AsyncLoopError) in try await loop.readable(descriptor) }
              == .failure(.refused(LoopError(.register, .badDescriptor))))
        }
        let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        #expect(
          await outcome { () throws(AsyncLoopError) in try await loop.readable(file) }
            == .failure(.refused(LoopError(.register, .notPermitted))))
        close(file)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a wait from another thread is as one from the loop's")
  func elsewhere() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      let loop = try AsyncEventLoop<Loop>()
      let pair = try SocketPair()
      for _ in 0..<100 {
        async let reader = loop.readable(pair.near)
        pair.send()
        #expect(try await reader == .readable)
        #expect(pair.drain() == 1)
        #expect(try await loop.writable(pair.near) == .writable)
      }
      await loop.forget(pair.near)
      await loop.shutdown()
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("who waits for a descriptor that is forgotten is told so, and it can be waited for anew")
  func forgotten() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.fill()
        async let reader = outcome { () throws(AsyncLoopError) in try await loop.readable(pair.near) }
        async let writer = outcome { () throws(AsyncLoopError) in try await loop.writable(pair.near) }
        await loop.untilAwaited(pair.near, .reading)
        await loop.untilAwaited(pair.near, .writing)
        await loop.forget(pair.near)
        #expect(await reader == .failure(.forgotten))
        #expect(await writer == .failure(.forgotten))
        pair.send()
        #expect(try await loop.readable(pair.near) == .readable)
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}
