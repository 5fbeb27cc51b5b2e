import EventLoopAsync

/// Who is in which room; it lives on the loop, so that no message changes threads.
actor Rooms<Loop: EventLoop & ~Copyable> {
  private let loop: AsyncEventLoop<Loop>
  private var members: [String: [ObjectIdentifier: Member<Loop>]] = [:]
  private var isEnding = false

  init(on loop: AsyncEventLoop<Loop>) {
    self.loop = loop
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Lets a member in, who goes from another room if it is in one.
  func enter(_ room: String, _ member: Member<Loop>, from former: String? = nil) {
    if let former { leave(former, member) }
    members[room, default: [:]][ObjectIdentifier(member)] = member
    if isEnding { member.finishReading() }
  }

  /// Lets a member go.
  func leave(_ room: String, _ member: Member<Loop>) {
    members[room]?[ObjectIdentifier(member)] = nil
    if members[room]?.isEmpty == true { members[room] = nil }
  }

  /// Passes lines on to all others in a room.
  func pass(_ lines: [UInt8], from sender: Member<Loop>, in room: String) {
    if lines.isEmpty { return }
    for member in members[room, default: [:]].values where member !== sender {
      member.take(lines)
    }
  }

  /// Has all members say nothing more, and read what was said.
  func end() {
    isEnding = true
    for member in members.values.flatMap(\.values) { member.finishReading() }
  }
}
