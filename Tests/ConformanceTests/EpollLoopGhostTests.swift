import CallCounts
import EpollCore
import EventLoopAPI
import Glibc
import Testing

/// A descriptor that is closed while a duplicate lives, and deregistered after that, leaves a watch that the
/// kernel goes on to report and lets nobody remove.
@Suite("The native loop is rid of watches that the kernel cannot remove")
struct EpollLoopGhostTests {
  /// What keeps a ghost alive, and what makes it report.
  private struct Haunting: ~Copyable {
    let pair: Pair
    let duplicate: Duplicate

    private init(pair: consuming Pair, duplicate: consuming Duplicate) {
      self.pair = pair
      self.duplicate = duplicate
    }

    /// Leaves a level-triggered watch of a file with unread data, without a registration.
    static func of(_ loop: inout EpollLoop) throws -> Haunting {
      var pair = try Pair.sockets()
      let token = try loop.register(pair.near, for: .readable)
      let duplicate = try Duplicate(of: pair.near)
      try pair.closeNear(isLast: false)
      try loop.deregister(token)
      try pair.write()
      return Haunting(pair: pair, duplicate: duplicate)
    }
  }

  @Test("a wait sleeps through a ghost's reports instead of spinning")
  func sleeping() async {
    // A process of its own, so that the processor time is the wait's.
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      let haunting = try Haunting.of(&loop)
      let deadline = loop.now + .milliseconds(200)
      let before = clock()
      #expect(try loop.turn(.until(deadline)) == [])
      #expect(clock() - before < 50_000, "microseconds of processor time")
      #expect(loop.now >= deadline)
      #expect(loop.statistics.rebuilds == 1)
      #expect(loop.statistics.staleReports == 1)
      _ = consume haunting
    }
  }

  @Test(
    "a descriptor may be closed by another thread meanwhile, and its number reused", arguments: [false, true])
  func closedMeanwhile(isReused: Bool) throws {
    var loop = try EpollLoop()
    let victim = try Pair.sockets()
    let other = try Pair.sockets()
    let survivor = try Pair.sockets()
    let victimToken = try loop.register(victim.near, for: .readable)
    let survivorToken = try loop.register(survivor.near, for: .readable)
    let haunting = try Haunting.of(&loop)
    try other.write()
    call_counts_replace_before_adding(victim.near, isReused ? other.near : -1)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    try survivor.write()
    #expect(try loop.turn() == [.ready(survivorToken, .readable)])
    try loop.deregister(victimToken)
    _ = consume haunting
  }

  @Test("live registrations survive, with their tokens, their interests and their triggers")
  func survivors() throws {
    var loop = try EpollLoop()
    let level = try Pair.sockets()
    let edge = try Pair.sockets()
    let oneShot = try Pair.sockets()
    let exclusive = try Pair.sockets()
    let levelToken = try loop.register(level.near, for: .readable)
    let edgeToken = try loop.register(edge.near, for: .readable, trigger: .edge)
    let oneShotToken = try loop.register(oneShot.near, for: .readable, trigger: .oneShot)
    let exclusiveToken = try loop.register(exclusive.near, for: .readable, trigger: .exclusive)
    let number = loop.pollDescriptor
    let haunting = try Haunting.of(&loop)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    #expect(loop.statistics.registrations == 4)
    #expect(loop.pollDescriptor == number)
    try level.write()
    try edge.write()
    try oneShot.write()
    try exclusive.write()
    let all: Set<Event> = [
      .ready(levelToken, .readable), .ready(edgeToken, .readable), .ready(oneShotToken, .readable),
      .ready(exclusiveToken, .readable),
    ]
    #expect(Set(try loop.turn()) == all)
    #expect(Set(try loop.turn()) == [.ready(levelToken, .readable), .ready(exclusiveToken, .readable)])
    #expect(throws: LoopError(.modify, .invalidArgument)) { try loop.modify(exclusiveToken, for: .writable) }
    try loop.modify(oneShotToken, for: .writable)
    try loop.deregister(levelToken)
    try loop.deregister(exclusiveToken)
    #expect(try loop.turn() == [.ready(oneShotToken, .writable)])
    _ = consume haunting
  }

  @Test("events that came with a ghost's report are delivered")
  func sameBatch() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    let haunting = try Haunting.of(&loop)
    try pair.write()
    #expect(try loop.turn(loop.patience) == [.ready(token, .readable)])
    #expect(try loop.turn() == [.ready(token, .readable)])
    try pair.read(1)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    _ = consume haunting
  }

  @Test("a ghost that has nothing to report costs nothing")
  func silentGhost() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    let duplicate = try Duplicate(of: pair.near)
    try pair.closeNear(isLast: false)
    try loop.deregister(token)
    for _ in 0..<3 { #expect(try loop.turn() == []) }
    #expect(loop.statistics.rebuilds == 0)
    try pair.write()
    for _ in 0..<3 { #expect(try loop.turn() == []) }
    #expect(loop.statistics.rebuilds == 1)
    _ = consume duplicate
  }

  @Test("a wake is told once before and once after the loop is made anew, and never without being asked for")
  func wakes() throws {
    var loop = try EpollLoop()
    loop.waker.wake()
    #expect(try loop.turn() == [.wake])
    let haunting = try Haunting.of(&loop)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    #expect(try loop.turn() == [], "nobody woke it since")
    loop.waker.wake()
    #expect(try loop.turn() == [.wake])
    #expect(try loop.turn() == [])
    _ = consume haunting
  }

  @Test("a wake that came with a ghost's report is told once")
  func wakeInTheBatch() throws {
    var loop = try EpollLoop()
    let haunting = try Haunting.of(&loop)
    loop.waker.wake()
    #expect(try loop.turn() == [.wake])
    #expect(loop.statistics.rebuilds == 1)
    #expect(try loop.turn() == [])
    _ = consume haunting
  }

  @Test("a ghost that reports beside the remains of an old wake does not end a wait")
  func wakeBeforeTwoGhosts() throws {
    var loop = try EpollLoop()
    loop.waker.wake()
    #expect(try loop.turn() == [.wake])
    let first = try Haunting.of(&loop)
    #expect(try loop.turn() == [])
    let second = try Haunting.of(&loop)
    let deadline = loop.now + .milliseconds(20)
    #expect(try loop.turn(.until(deadline)) == [])
    #expect(loop.now >= deadline, "the wait has returned early")
    #expect(loop.statistics.rebuilds == 2)
    _ = consume first
    _ = consume second
  }

  @Test("a wake that the batch had no place for is not lost when the loop is made anew")
  func wakeOutsideTheBatch() throws {
    var loop = try EpollLoop(batchCapacity: 1)
    let haunting = try Haunting.of(&loop)
    loop.waker.wake()
    var events = try loop.turn(loop.patience)
    #expect(loop.statistics.rebuilds == 1)
    if events.isEmpty { events = try loop.turn(loop.patience) }
    #expect(events == [.wake])
    _ = consume haunting
  }

  @Test(
    "a spent one-shot registration does not end a wait after the loop was made anew",
    arguments: [false, true])
  func spentOneShot(isHungUp: Bool) throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    if isHungUp { try pair.closeFar() }
    let haunting = try Haunting.of(&loop)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    let deadline = loop.now + .milliseconds(20)
    #expect(try loop.turn(.until(deadline)) == [])
    #expect(loop.now >= deadline, "the wait has returned early")
    _ = consume haunting
  }

  @Test("a one-shot report in the batch that the loop is made anew in stays the only one")
  func oneShotInTheBatch() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
    let haunting = try Haunting.of(&loop)
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    let deadline = loop.now + .milliseconds(20)
    #expect(try loop.turn(.until(deadline)) == [])
    #expect(loop.now >= deadline, "the wait has returned early")
    #expect(loop.statistics.rebuilds == 1)
    try loop.modify(token, for: .readable, trigger: .oneShot)
    #expect(try loop.turn() == [.ready(token, .readable)])
    _ = consume haunting
  }

  @Test("making the loop anew does not give a closed number's next owner to the old registration")
  func stranger() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let stranger = try Pair.sockets()
    try stranger.write()
    let token = try loop.register(pair.near, for: .readable)
    try pair.closeNear()
    try pair.reuseNear(for: stranger.near)
    let haunting = try Haunting.of(&loop)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    #expect(try loop.turn() == [], "the file was never registered")
    #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(token, for: .readable) }
    _ = consume haunting
  }

  @Test("a loop can be made anew again and again")
  func repeatedly() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    for round in 1...5 {
      let haunting = try Haunting.of(&loop)
      #expect(try loop.turn() == [])
      #expect(loop.statistics.rebuilds == UInt64(round))
      _ = consume haunting
    }
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
  }

  @Test("the ghost of a registration that was superseded goes too")
  func superseded() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    try pair.write()
    let former = try loop.register(pair.near, for: .readable)
    let duplicate = try Duplicate(of: pair.near)
    let other = try Pair.sockets()
    try pair.closeNear(isLast: false)
    try pair.reuseNear(for: other.near)
    _ = try loop.register(pair.near, for: .readable)
    try loop.deregister(former)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    _ = consume duplicate
  }

  @Test("what comes only once does not hide what is ready, however small the batch")
  func noise() throws {
    var loop = try EpollLoop(batchCapacity: 1)
    _ = loop.pollDescriptor
    loop.waker.wake()
    #expect(try loop.turn() == [.wake])
    var spent: [Kept] = []
    for _ in 0..<5 {
      var pair = try Pair.sockets()
      let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
      try pair.write()
      #expect(try loop.turn() == [.ready(token, .readable)])
      try pair.closeFar()
      spent.append(Kept(pair))
    }
    let haunting = try Haunting.of(&loop)
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(loop.statistics.rebuilds == 1)
    #expect(spent.count == 5)
    _ = consume haunting
  }

  /// Something that an array can hold, and that keeps a pair open.
  private final class Kept {
    let pair: Pair

    init(_ pair: consuming Pair) {
      self.pair = pair
    }
  }

  @Test("a file that has taken the loop's own number is left alone")
  func takenNumber() throws {
    var loop = try EpollLoop()
    let number = loop.pollDescriptor
    let haunting = try Haunting.of(&loop)
    let keeper = try Duplicate(of: number)
    #expect(try loop.turn() == [])
    let second = try Haunting.of(&loop)
    let stranger = try Pair.pipe()
    // The instance lives on under another number, and the loop's number is a pipe's now.
    try duplicate(stranger.near, onto: number)
    #expect(throws: LoopError(.wait, .invalidArgument)) { try loop.turn() }
    try stranger.write()
    var byte: UInt8 = 0
    #expect(read(number, &byte, 1) == 1)
    _ = consume haunting
    _ = consume second
    _ = consume keeper
  }
}
