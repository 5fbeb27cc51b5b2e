import EventLoopAsync

/// One client: a task that reads its lines, and one that writes those of others.
final class Member<Loop: EventLoop & ~Copyable>: Sendable {
  private let socket: AsyncSocket<Loop>
  private let lines: AsyncStream<[UInt8]>
  private let inlet: AsyncStream<[UInt8]>.Continuation

  /// The most lines that wait for a client that is slow to read, each of at most `longestLine` bytes.
  private static var mostLines: Int { 256 }
  private static var longestLine: Int { 4096 }

  init(_ socket: AsyncSocket<Loop>) {
    self.socket = socket
    (lines, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostLines))
  }

  /// Keeps a line until the client reads it; a client that is too slow is disconnected.
  func take(_ line: [UInt8]) {
    if case .dropped = inlet.yield(line) { socket.disconnect() }
  }

  /// Serves the client until it leaves.
  func talk(in rooms: Rooms<Loop>) async throws {
    async let writing: Void = write()
    var room = "lobby"
    await rooms.move(self, from: nil, to: room)
    do {
      var unread: [UInt8] = []
      var bytes = [UInt8](repeating: 0, count: Self.longestLine)
      while unread.count < Self.longestLine, case let count = try await socket.read(into: &bytes), count > 0 {
        unread += bytes[..<count]
        while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
          let line = Array(unread[...end])
          if line.starts(with: "/join ".utf8) {
            let name = String(decoding: line.dropFirst(6).dropLast(), as: UTF8.self)
            await rooms.move(self, from: room, to: name)
            room = name
          } else {
            await rooms.pass(line, from: self, in: room)
          }
          unread.removeFirst(end + 1)
        }
      }
    } catch {
      // The client is gone, or the server ends.
    }
    await rooms.move(self, from: room, to: nil)
    inlet.finish()
    try await writing
  }

  private func write() async throws {
    // If it fails, the task that reads finds the end.
    defer { socket.disconnect() }
    for await line in lines { try await socket.write(line) }
  }
}
