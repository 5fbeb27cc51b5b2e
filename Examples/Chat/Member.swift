import EventLoopAsync
import Glibc

/// One client: a task that reads its lines, and one that writes those of others.
final class Member<Loop: EventLoop & ~Copyable>: Sendable {
  private let socket: AsyncSocket<Loop>
  private let messages: AsyncStream<[UInt8]>
  private let inlet: AsyncStream<[UInt8]>.Continuation

  /// The most bytes of a line, and of the lines that are passed on together.
  private static var longestMessage: Int { 4096 }
  /// The most messages that wait for a client that is slow to read.
  private static var mostMessages: Int { 256 }
  /// How long a client that says nothing more may take to read them.
  private static var timeToRead: Duration { .seconds(5) }

  init(_ socket: AsyncSocket<Loop>) {
    self.socket = socket
    (messages, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.mostMessages))
  }

  /// Keeps lines until the client reads them; a client that is too slow is disconnected.
  func take(_ lines: [UInt8]) {
    if case .dropped = inlet.yield(lines) { socket.disconnect() }
  }

  /// Has the task that reads find the end behind what has arrived.
  func finishReading() { _ = shutdown(socket.descriptor, CInt(SHUT_RD)) }

  /// Serves the client until it leaves.
  func talk(in rooms: Rooms<Loop>) async throws {
    async let writing: Void = write()
    var room = "lobby"
    await rooms.enter(room, self)
    // If it fails the client is gone, or the server ends.
    try? await listen(in: &room, of: rooms)
    await rooms.leave(room, self)
    inlet.finish()
    async let _ = disconnect(after: Self.timeToRead)
    try await writing
  }

  /// Passes lines on until the client ends its stream, or a line is too long.
  private func listen(in room: inout String, of rooms: Rooms<Loop>) async throws {
    var unread: [UInt8] = []
    while unread.count < Self.longestMessage {
      var bytes = [UInt8](repeating: 0, count: Self.longestMessage - unread.count)
      let count = try await socket.read(into: &bytes)
      if count == 0 { return }
      var rest = (unread + bytes[..<count])[...]
      var said: [UInt8] = []
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = rest[...end]
        rest = rest[(end + 1)...]
        guard line.starts(with: "/join ".utf8) else {
          said += line
          continue
        }
        await rooms.pass(said, from: self, in: room)
        said = []
        let name = String(decoding: line.dropFirst(6).prefix { $0 > 0x20 }, as: UTF8.self)
        await rooms.enter(name, self, from: room)
        room = name
        take(Array(line))
      }
      await rooms.pass(said, from: self, in: room)
      unread = Array(rest)
      // However much has arrived: those who write it have their turn first, and nobody is too slow by it.
      await Task.yield()
    }
  }

  private func write() async throws {
    // If it fails, the task that reads finds the end.
    defer { socket.disconnect() }
    for await lines in messages { try await socket.write(lines) }
  }

  private func disconnect(after time: Duration) async throws {
    try await socket.loop.sleep(for: time)
    socket.disconnect()
  }
}
