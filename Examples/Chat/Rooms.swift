import EventLoopAsync

/// Who is in which room; it lives on the loop, so that no message changes threads.
actor Rooms<Loop: EventLoop & ~Copyable> {
  private let loop: AsyncEventLoop<Loop>
  private var members: [String: [ObjectIdentifier: Member<Loop>]] = [:]

  init(on loop: AsyncEventLoop<Loop>) {
    self.loop = loop
  }

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// Lets a member go from one room, if it is in any, to another one, if there is any.
  func move(_ member: Member<Loop>, from former: String?, to room: String?) {
    if let former {
      members[former]?[ObjectIdentifier(member)] = nil
      if members[former]?.isEmpty == true { members[former] = nil }
    }
    if let room { members[room, default: [:]][ObjectIdentifier(member)] = member }
  }

  /// Passes a line on to all others in a room.
  func pass(_ line: [UInt8], from sender: Member<Loop>, in room: String) {
    for member in members[room, default: [:]].values where member !== sender {
      member.take(line)
    }
  }
}
