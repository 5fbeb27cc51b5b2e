import EventLoopAsync
import Glibc

/// One client: a task that reads its lines, and one that writes those of others.
final class Member<Loop: EventLoop & ~Copyable>: Sendable {
  private let socket: AsyncSocket<Loop>
  private let lines: AsyncStream<[UInt8]>
  private let inlet: AsyncStream<[UInt8]>.Continuation

  /// The most bytes of a line.
  private static var longestLine: Int { 4096 }
  /// The most lines that wait for a client that is slow to read.
  private static var mostLines: Int { 256 }
  /// How long a client that says nothing more may take to read them.
  private static var timeToRead: Duration { .seconds(5) }

  init(_ socket: AsyncSocket<Loop>) {
    self.socket = socket
    (lines, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostLines))
  }

  /// Keeps a line until the client reads it; a client that is too slow is disconnected.
  func take(_ line: [UInt8]) {
    if case .dropped = inlet.yield(line) { socket.disconnect() }
  }

  /// Has the reading task find the end behind what has arrived.
  func finishReading() { _ = shutdown(socket.descriptor, CInt(SHUT_RD)) }

  /// Has the writing task end behind the lines that wait.
  func finishWriting() { inlet.finish() }

  /// Serves the client until it leaves.
  func talk(in rooms: Rooms<Loop>) async throws {
    async let writing: Void = write()
    var room = "lobby"
    await rooms.enter(self, room)
    // If it fails the client is gone, or the server ends.
    try? await listen(in: &room, of: rooms)
    await rooms.leave(self, room)
    async let _ = disconnect(after: Self.timeToRead)
    try await writing
  }

  /// Passes lines on until the client ends its stream, or a line is too long.
  private func listen(in room: inout String, of rooms: Rooms<Loop>) async throws {
    var unread: [UInt8] = []
    while unread.count < Self.longestLine {
      var bytes = [UInt8](repeating: 0, count: Self.longestLine - unread.count)
      let count = try await socket.read(into: &bytes)
      if count == 0 { return }
      unread += bytes[..<count]
      while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(unread[...end])
        unread.removeFirst(end + 1)
        if line.starts(with: "/join ".utf8) {
          let name = String(decoding: line.dropFirst(6).prefix { $0 > 0x20 }, as: UTF8.self)
          await rooms.move(self, from: room, to: name)
          room = name
          take(line)
        } else {
          await rooms.pass(line, from: self, in: room)
        }
      }
    }
  }

  private func write() async throws {
    // If it fails, the task that reads finds the end.
    defer { socket.disconnect() }
    for await line in lines { try await socket.write(line) }
  }

  private func disconnect(after time: Duration) async throws {
    try await socket.loop.sleep(for: time)
    socket.disconnect()
  }
}
