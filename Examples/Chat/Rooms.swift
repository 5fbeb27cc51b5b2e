import EventLoopAsync

/// Who is in which room; it lives on the loop, so that no message changes threads.
actor Rooms<Loop: EventLoop & ~Copyable> {
  private let loop: AsyncEventLoop<Loop>
  private var members: [String: [ObjectIdentifier: Member<Loop>]] = [:]

  /// How many may still have something to say.
  private var speakers = 0
  private var isEnding = false

  init(on loop: AsyncEventLoop<Loop>) {
    self.loop = loop
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Lets a new member in.
  func enter(_ member: Member<Loop>, _ room: String) {
    members[room, default: [:]][ObjectIdentifier(member)] = member
    speakers += 1
    if isEnding { member.finishReading() }
  }

  /// Lets a member go from one room to another one.
  func move(_ member: Member<Loop>, from former: String, to room: String) {
    remove(member, from: former)
    members[room, default: [:]][ObjectIdentifier(member)] = member
  }

  /// Passes a line on to all others in a room.
  func pass(_ line: [UInt8], from sender: Member<Loop>, in room: String) {
    for member in members[room, default: [:]].values where member !== sender {
      member.take(line)
    }
  }

  /// Lets a member go who says nothing more; at the end, when nobody does, so that all hear all.
  func leave(_ member: Member<Loop>, _ room: String) {
    speakers -= 1
    if !isEnding {
      remove(member, from: room)
      member.finishWriting()
    } else if speakers == 0 {
      for member in members.values.flatMap(\.values) { member.finishWriting() }
    }
  }

  /// Has all members finish: what they have said by now is still passed on, and nothing else.
  func end() {
    isEnding = true
    for member in members.values.flatMap(\.values) { member.finishReading() }
  }

  private func remove(_ member: Member<Loop>, from room: String) {
    members[room]?[ObjectIdentifier(member)] = nil
    if members[room]?.isEmpty == true { members[room] = nil }
  }
}
