import EpollCore
import Glibc
import Synchronization
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("Sockets that own their descriptor", .timeLimit(.minutes(30)))
struct SocketTests {
  @Test("connections are accepted, bytes come back, and the end is zero bytes")
  func echo() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let listener = try AsyncSocket(owning: try listen(), on: loop)
        async let server: Int = serveOne(listener)
        let client = try AsyncSocket(owning: try connect(to: listener.descriptor), on: loop)
        // More than the sockets hold, so that both sides must wait for room.
        let sent = (0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        async let writing: Void = writeAll(sent, to: client)
        var received: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
          let count = try await client.read(into: &bytes)
          if count == 0 { break }
          received += bytes[..<count]
        }
        try await writing
        #expect(received == sent)
        #expect(try await server == sent.count)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("the descriptor is closed with the last reference, and its number can be used again")
  func closing() async {
    // A process of its own, in which nobody else takes the number.
    await #expect(processExitsWith: .success) {
      try await reuse(on: EpollLoop.self)
      try await reuse(on: UVLoop.self)
    }
  }

  @Test("a disconnection is the end for a task that reads")
  func disconnection() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        let socket = try AsyncSocket(owning: dup(pair.near), on: loop)
        let reading = Task(executorPreference: loop) {
          var bytes = [UInt8](repeating: 0, count: 8)
          return try await socket.read(into: &bytes)
        }
        await loop.untilAwaited(socket.descriptor, .reading)
        socket.disconnect()
        #expect(try await reading.value == 0)
        await #expect(throws: AsyncLoopError.transfer(.brokenPipe)) { try await socket.write([1]) }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("a task whose sockets are always ready leaves others their turn")
  func alwaysReady() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        let near = try AsyncSocket(owning: dup(pair.near), on: loop)
        let far = try AsyncSocket(owning: dup(pair.far), on: loop)
        let progress = Progress()
        async let talking = {
          // There is always another byte, and a read that fills its room is not followed by a wait.
          try await near.write([1])
          var bytes: [UInt8] = [0]
          for _ in 0..<10_000 where !progress.isOver.load(ordering: .relaxed) {
            try await near.write([1])
            _ = try await far.read(into: &bytes)
            progress.steps.add(1, ordering: .relaxed)
          }
          return progress.steps.load(ordering: .relaxed)
        }()
        while progress.steps.load(ordering: .relaxed) == 0 { await Task.yield() }
        for _ in 0..<10 { await Task.yield() }
        progress.isOver.store(true, ordering: .relaxed)
        #expect(try await talking < 10_000)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test("what the kernel refuses is told with its reason")
  func refusals() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        #expect(throws: AsyncLoopError.transfer(.badDescriptor)) { try AsyncSocket(owning: -1, on: loop) }
        let pair = try SocketPair()
        let socket = try AsyncSocket(owning: dup(pair.near), on: loop)
        await #expect(throws: AsyncLoopError.transfer(.invalidArgument)) { try await socket.accept() }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}

/// Sends back all that one connection brings, and returns how much it was.
private func serveOne<Loop: EventLoop & ~Copyable>(_ listener: AsyncSocket<Loop>) async throws -> Int {
  let connection = try await listener.accept()
  var bytes = [UInt8](repeating: 0, count: 5000)
  var total = 0
  while true {
    let count = try await connection.read(into: &bytes)
    if count == 0 { return total }
    total += count
    try await connection.write(bytes[..<count])
  }
}

private func writeAll<Loop: EventLoop & ~Copyable>(
  _ bytes: [UInt8], to socket: AsyncSocket<Loop>
) async throws {
  try await socket.write(bytes)
  socket.finishWriting()
}

/// A listening socket of the loopback interface.
private func listen() throws -> CInt {
  let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
  guard descriptor >= 0, Glibc.listen(descriptor, 8) == 0 else { throw ErrorCode(rawValue: errno) }
  return descriptor
}

/// A socket that is connected to where another one listens.
private func connect(to listener: CInt) throws -> CInt {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
  let answer = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      getsockname(listener, $0, &length) + Glibc.connect(descriptor, $0, length)
    }
  }
  guard answer == 0 else { throw ErrorCode(rawValue: errno) }
  return descriptor
}

/// Opens, reads and closes sockets that all get the same number.
private func reuse<Loop: EventLoop & ~Copyable>(on type: Loop.Type) async throws {
  try await withEventLoop(type) { loop in
    for _ in 0..<20 {
      let pair = try SocketPair()
      let socket = try AsyncSocket(owning: fcntl(pair.near, F_DUPFD, 700), on: loop)
      precondition(socket.descriptor == 700, "the last one was closed")
      pair.send()
      var bytes = [UInt8](repeating: 0, count: 8)
      let count = try await socket.read(into: &bytes)
      precondition(count == 1, "what was sent is read")
    }
  }
}
