import EpollCore
import EventLoopAsync
import Testing
import UVBridge

@Suite("Waits")
struct WaitingTests {
  @Test("a wait ends when its direction is ready, and tells what is found")
  func resumption() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        pair.fill()
        async let reader = loop.readable(pair.near)
        async let writer = loop.writable(pair.near)
        pair.send()
        #expect(try await reader == .readable)
        pair.empty()
        #expect(try await writer.contains(.writable))
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}
