import Glibc
import Testing
import UVBridge

@Suite("The libuv loop tells readiness as the kernel does")
struct UVLoopReadinessTests {
  @Test("a registration is reported by the first wait, and again until it is drained")
  func level() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: .readable)
    #expect(try loop.turn() == [])
    pair.write(2)
    #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    pair.drain(1)
    #expect(try loop.turn() == [.ready(token, .readable)])
    pair.drain()
    #expect(try loop.turn() == [])
    pair.close()
  }

  @Test("a pipe with data whose writer closed is readable and hung up, drained it is hung up alone")
  func pipeHangup() throws {
    var loop = try UVLoop()
    let pipe = Ends.pipe()
    let token = try loop.register(pipe.reading, for: [.readable, .writable, .peerClosed])
    pipe.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    pipe.closeWriting()
    #expect(try loop.turn() == [.ready(token, [.readable, .hangup])])
    pipe.drain()
    #expect(try loop.turn() == [.ready(token, .hangup)])
    #expect(try loop.turn() == [.ready(token, .hangup)])
    close(pipe.reading)
  }

  @Test("the write end of a pipe without a reader is in error at every wait, full or not")
  func pipeError() throws {
    var loop = try UVLoop()
    let pipe = Ends.pipe()
    let token = try loop.register(pipe.writing, for: .writable)
    close(pipe.reading)
    for _ in 0..<3 {
      #expect(try loop.turn() == [.ready(token, [.writable, .error])])
    }
    pipe.closeWriting()
  }

  @Test("half-close, close and close with unread data stay apart", arguments: [false, true])
  func sockets(asksForPeerClosed: Bool) throws {
    let interest: Interest =
      asksForPeerClosed ? [.readable, .writable, .peerClosed] : [.readable, .writable]
    let peerClosed: Readiness = asksForPeerClosed ? .peerClosed : []
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: interest)
    #expect(try loop.turn() == [.ready(token, .writable)])
    shutdown(pair.writing, CInt(SHUT_WR))
    #expect(try loop.turn() == [.ready(token, peerClosed.union([.readable, .writable]))])
    pair.closeWriting()
    #expect(try loop.turn() == [.ready(token, peerClosed.union([.readable, .writable, .hangup]))])
    close(pair.reading)

    let other = Ends.socketPair()
    var byte: UInt8 = 0
    #expect(write(other.reading, &byte, 1) == 1)
    let otherToken = try loop.register(other.reading, for: interest)
    other.closeWriting()
    let expected = peerClosed.union([.readable, .writable, .hangup, .error])
    for _ in 0..<3 {
      #expect(try loop.turn().contains(.ready(otherToken, expected)))
    }
    close(other.reading)
  }

  @Test("a hangup is told to who waits to write alone, and a half-close to who waits for nothing else")
  func narrowInterests() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: .writable)
    pair.closeWriting()
    #expect(try loop.turn() == [.ready(token, [.writable, .hangup])])
    try loop.modify(token, for: .peerClosed)
    #expect(try loop.turn() == [.ready(token, [.peerClosed, .hangup])])
    close(pair.reading)
  }

  @Test("half-closed with no room to write, who waits to write alone is not woken")
  func halfClosedAndFull() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    _ = fcntl(pair.reading, F_SETFL, O_NONBLOCK)
    let block = [UInt8](repeating: 0, count: 4096)
    while write(pair.reading, block, block.count) > 0 {}
    shutdown(pair.writing, CInt(SHUT_WR))
    _ = try loop.register(pair.reading, for: .writable)
    #expect(try loop.turn(for: .milliseconds(20)) == [])
    pair.close()
  }

  @Test("an unconnected stream socket is writable and hung up", arguments: [AF_UNIX, AF_INET])
  func unconnected(family: CInt) throws {
    var loop = try UVLoop()
    let descriptor = socket(family, CInt(SOCK_STREAM.rawValue), 0)
    let token = try loop.register(descriptor, for: [.readable, .writable])
    #expect(try loop.turn() == [.ready(token, [.writable, .hangup])])
    try loop.modify(token, for: .readable)
    #expect(try loop.turn() == [.ready(token, .hangup)])
    try loop.deregister(token)
    close(descriptor)
  }

  @Test("the empty interest tells hangup and error alone")
  func emptyInterest() throws {
    var loop = try UVLoop()
    let pipe = Ends.pipe()
    let token = try loop.register(pipe.reading, for: [])
    pipe.write()
    #expect(try loop.turn() == [])
    pipe.closeWriting()
    #expect(try loop.turn() == [.ready(token, .hangup)])
    #expect(try loop.turn() == [.ready(token, .hangup)])
    close(pipe.reading)
  }

  @Test("an edge is reported once for each arrival, and again when it is armed anew")
  func edge() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    pair.write(2)
    let token = try loop.register(pair.reading, for: .readable, trigger: .edge)
    #expect(try loop.turn() == [.ready(token, .readable)])
    pair.drain(1)
    #expect(try loop.turn(for: .milliseconds(5)) == [])
    pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    try loop.modify(token, for: .readable, trigger: .edge)
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(try loop.turn() == [])
    pair.close()
  }

  @Test(
    "one-shot is reported once, even of a hangup, until it is armed anew",
    arguments: [Trigger.level, .edge]
  )
  func oneShot(other: Trigger) throws {
    var loop = try UVLoop()
    let pipe = Ends.pipe()
    let token = try loop.register(pipe.reading, for: .readable, trigger: [.oneShot, other])
    pipe.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    pipe.closeWriting()
    #expect(try loop.turn() == [])
    #expect(loop.refusal(registering: pipe.reading) == .exists)
    try loop.modify(token, for: .readable, trigger: [.oneShot, other])
    #expect(try loop.turn() == [.ready(token, [.readable, .hangup])])
    #expect(try loop.turn() == [])
    close(pipe.reading)
  }

  @Test("a one-shot report that is unread when it is armed anew is the one report of the new arming")
  func oneShotUnread() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    pair.write()
    let token = try loop.register(pair.reading, for: .readable, trigger: .oneShot)
    try loop.wait(.poll)
    try loop.modify(token, for: .readable, trigger: .oneShot)
    let unread = loop.next()
    #expect(unread == .ready(token, .readable))
    #expect(try loop.turn() == [])
    try loop.modify(token, for: .readable, trigger: .oneShot)
    #expect(try loop.turn() == [.ready(token, .readable)])
    pair.close()
  }

  @Test(
    "a report that is unread is told after a change to another interest and back", arguments: [false, true])
  func changedThereAndBack(isOneShot: Bool) throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let trigger: Trigger = isOneShot ? .oneShot : .level
    let token = try loop.register(pair.reading, for: .readable, trigger: trigger)
    pair.write()
    try loop.wait(.forever)
    try loop.modify(token, for: .priority, trigger: trigger)
    try loop.modify(token, for: .readable, trigger: trigger)
    #expect(loop.next() == .ready(token, .readable))
    #expect(try loop.turn() == (isOneShot ? [] : [.ready(token, .readable)]))
    pair.close()
  }

  @Test("a change of trigger moves a registration there and back, and reports what is ready")
  func changeOfTrigger() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    pair.write()
    let token = try loop.register(pair.reading, for: .readable)
    for _ in 0..<3 {
      #expect(try loop.turn() == [.ready(token, .readable)])
      try loop.modify(token, for: .readable, trigger: .edge)
      #expect(try loop.turn() == [.ready(token, .readable)])
      #expect(try loop.turn() == [])
      try loop.modify(token, for: [])
      #expect(try loop.turn() == [])
      try loop.modify(token, for: .readable)
    }
    pair.close()
  }

  @Test("urgent data is a priority, and the kernel's own files tell of a change once, as an error too")
  func priority() throws {
    var loop = try UVLoop()
    let mounts = open("/proc/self/mounts", O_RDONLY)
    let token = try loop.register(mounts, for: .priority)
    let events = try loop.turn()
    #expect(events == [] || events == [.ready(token, [.priority, .error])])
    #expect(try loop.turn() == [])
    close(mounts)
  }
}
