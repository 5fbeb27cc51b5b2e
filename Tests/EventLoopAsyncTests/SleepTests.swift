import EpollCore
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Sleeps", .timeLimit(.minutes(30)))
struct SleepTests {
  @Test("a sleep is never early")
  func neverEarly() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        try await withThrowingTaskGroup { group in
          for index in 0..<200 {
            group.addTask {
              let deadline = loop.now + .microseconds(index * 97)
              try await loop.sleep(until: deadline)
              #expect(loop.now >= deadline)
              let begin = loop.now
              try await loop.sleep(for: .microseconds(index))
              #expect(loop.now - begin >= .microseconds(index))
            }
          }
          try await group.waitForAll()
        }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("sleeps end in the order of their deadlines, equal ones in that of their beginnings")
  func order() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let base = loop.now + .milliseconds(20)
        let order = Order(on: loop)
        await withTaskGroup { group in
          for index in 0..<50 {
            // Two of each deadline, the later ones first.
            let deadline = base + .microseconds(-index / 2 * 100)
            group.addTask {
              try? await loop.sleep(until: deadline)
              order.append(index)
            }
          }
        }
        let expected = (0..<25).reversed().flatMap { [2 * $0, 2 * $0 + 1] }
        #expect(await order.indices == expected)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a deadline that has passed lets others run, and returns")
  func past() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        for _ in 0..<100 {
          try await loop.sleep(until: .beginning)
          try await loop.sleep(for: .seconds(-1))
        }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}

private actor Order<Loop: EventLoop & ~Copyable> {
  let loop: AsyncEventLoop<Loop>
  var indices: [Int] = []

  init(on loop: AsyncEventLoop<Loop>) {
    self.loop = loop
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// At once: the caller is on the loop's thread.
  nonisolated func append(_ index: Int) {
    assumeIsolated { $0.indices.append(index) }
  }
}
