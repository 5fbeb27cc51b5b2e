import EpollCore
import EventLoopAPI
import Glibc
import Testing

@Suite("The native loop tells readiness as the kernel does")
struct EpollLoopReadinessTests {
  @Test("a level registration is reported at every wait while it is ready")
  func level() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    #expect(try loop.turn() == [])
    try pair.write(2)
    #expect(try loop.turn(loop.patience) == [.ready(token, .readable)])
    try pair.read(1)
    #expect(try loop.turn() == [.ready(token, .readable)])
    try pair.read(1)
    #expect(try loop.turn() == [])
  }

  @Test("an edge registration is reported once, and on every arrival, also beside unread data")
  func edge() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .edge)
    #expect(try loop.turn() == [])
    try pair.write(10)
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(try loop.turn() == [])
    try pair.read(5)
    #expect(try loop.turn() == [])
    try pair.write(1)
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(try loop.turn() == [])
  }

  @Test("an edge registration made while ready is reported")
  func edgeAtRegistration() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable, trigger: .edge)
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(try loop.turn() == [])
  }

  @Test("a one-shot registration is reported once, and then of nothing at all")
  func oneShot() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(try loop.turn() == [])
    try pair.write()
    #expect(try loop.turn() == [])
    try pair.closeFar()
    #expect(try loop.turn() == [], "not even of the hangup")
    #expect(loop.statistics.registrations == 1)
    try loop.modify(token, for: .readable, trigger: .oneShot)
    #expect(try loop.turn() == [.ready(token, [.readable, .hangup])])
    #expect(try loop.turn() == [])
  }

  @Test(
    "modifying a registration that is ready leads to a report, whatever the trigger",
    arguments: [Trigger.level, .edge, .oneShot, [.edge, .oneShot]])
  func rearming(trigger: Trigger) throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable, trigger: trigger)
    for _ in 0..<3 {
      #expect(try loop.turn() == [.ready(token, .readable)])
      try loop.modify(token, for: .readable, trigger: trigger)
    }
  }

  @Test("modifying replaces both the interest and the trigger")
  func modifying() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable)
    #expect(try loop.turn() == [.ready(token, .readable)])
    try loop.modify(token, for: .writable)
    #expect(try loop.turn() == [.ready(token, .writable)])
    #expect(try loop.turn() == [.ready(token, .writable)])
    try loop.modify(token, for: [.readable, .writable], trigger: .edge)
    #expect(try loop.turn() == [.ready(token, [.readable, .writable])])
    #expect(try loop.turn() == [])
  }

  @Test("with the empty interest hangup is reported, data is not, and the registration survives")
  func emptyInterest() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: [])
    try pair.write()
    #expect(try loop.turn() == [])
    try pair.closeFar()
    #expect(try loop.turn() == [.ready(token, .hangup)])
    #expect(try loop.turn() == [.ready(token, .hangup)])
    try loop.modify(token, for: .readable)
    #expect(try loop.turn() == [.ready(token, [.readable, .hangup])])
  }

  @Test("the error of a pipe without a reader is reported, asked for or not")
  func error() throws {
    var loop = try EpollLoop()
    var pair = try Pair.pipe()
    let token = try loop.register(pair.far, for: [])
    #expect(try loop.turn() == [])
    try pair.closeNear()
    #expect(try loop.turn() == [.ready(token, .error)])
    try loop.modify(token, for: .writable)
    #expect(try loop.turn() == [.ready(token, [.writable, .error])])
    #expect(try loop.turn() == [.ready(token, [.writable, .error])])
  }

  @Test("half-close, full close and a close over unread data stay apart", arguments: [true, false])
  func flags(asksForPeerClosed: Bool) throws {
    var loop = try EpollLoop()
    let peerClosed: Readiness = asksForPeerClosed ? .peerClosed : []
    let interest: Interest =
      asksForPeerClosed ? [.readable, .writable, .peerClosed] : [.readable, .writable]
    var pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: interest)
    #expect(try loop.turn() == [.ready(token, .writable)])
    try checked(shutdown(pair.far, CInt(SHUT_WR)))
    #expect(try loop.turn() == [.ready(token, peerClosed.union([.readable, .writable]))])
    try pair.closeFar()
    #expect(try loop.turn() == [.ready(token, peerClosed.union([.readable, .writable, .hangup]))])

    var reset = try Pair.sockets()
    let second = try loop.register(reset.near, for: interest)
    try loop.deregister(token)
    try checked(write(reset.near, "x", 1))
    try reset.closeFar()
    let all: Readiness = [.readable, .writable, .hangup, .error]
    #expect(try loop.turn() == [.ready(second, peerClosed.union(all))])
  }

  @Test("a pipe tells data and hangup together, and hangup alone when it is drained")
  func pipeHangup() throws {
    var loop = try EpollLoop()
    var pair = try Pair.pipe()
    let token = try loop.register(pair.near, for: [.readable, .peerClosed])
    try pair.write(3)
    try pair.closeFar()
    #expect(try loop.turn() == [.ready(token, [.readable, .hangup])])
    try pair.read(3)
    #expect(try loop.turn() == [.ready(token, .hangup)])
  }

  @Test("two descriptors of one file are two registrations")
  func duplicates() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let duplicate = try Duplicate(of: pair.near)
    let first = try loop.register(pair.near, for: .readable)
    let second = try loop.register(duplicate.descriptor, for: .readable)
    try pair.write()
    #expect(Set(try loop.turn()) == [.ready(first, .readable), .ready(second, .readable)])
    try loop.deregister(first)
    #expect(try loop.turn() == [.ready(second, .readable)])
  }
}
