import EpollCore
import EventLoopAPI
import Glibc
import Testing

@Suite("The native loop's batches")
struct EpollLoopBatchTests {
  @Test("a batch gives readiness first, then timers, then the wake")
  func order() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    loop.waker.wake()
    let timer = try loop.schedule(at: .beginning)
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable), .timer(timer), .wake])
  }

  @Test("what is unread is kept when the loop waits too soon, and the wait returns at once")
  func kept() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .edge)
    try pair.write()
    let timer = try loop.schedule(at: .beginning)
    loop.waker.wake()
    try loop.wait(.poll)
    var events: [Event] = []
    for _ in 0..<3 {
      try loop.wait(.forever)
      if let event = loop.next() { events.append(event) }
    }
    #expect(events == [.ready(token, .readable), .timer(timer), .wake])
    #expect(loop.next() == nil)
    #expect(try loop.turn() == [])
  }

  @Test("unread events of ended registrations do not end the next wait")
  func nothingKept() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    try pair.write()
    try loop.wait(.poll)
    try loop.deregister(token)
    let deadline = loop.now + .milliseconds(20)
    #expect(try loop.turn(.until(deadline)) == [])
    #expect(loop.now >= deadline, "the wait has returned early")
  }

  @Test("a small batch tells every ready registration within as many waits as it takes", arguments: 1...7)
  func fairness(capacity: Int) throws {
    var loop = try EpollLoop(batchCapacity: capacity)
    var pairs: [Int: Token] = [:]
    let first = try Pair.sockets()
    let second = try Pair.sockets()
    let third = try Pair.sockets()
    let fourth = try Pair.sockets()
    let fifth = try Pair.sockets()
    for (place, descriptor) in [first.near, second.near, third.near, fourth.near, fifth.near].enumerated() {
      pairs[place] = try loop.register(descriptor, for: .writable)
    }
    for _ in 0..<4 {
      var told: Set<Event> = []
      for _ in 0..<((5 + capacity - 1) / capacity) {
        let events = try loop.turn()
        #expect(events.count <= capacity)
        told.formUnion(events)
      }
      #expect(told == Set(pairs.values.map { .ready($0, .writable) }))
    }
  }

  @Test("a wake gets its turn beside registrations that are always ready")
  func wakeBesideReadiness() throws {
    var loop = try EpollLoop(batchCapacity: 1)
    let pair = try Pair.sockets()
    _ = try loop.register(pair.near, for: .writable)
    _ = try loop.register(pair.far, for: .writable)
    loop.waker.wake()
    var wakes = 0
    for _ in 0..<3 { wakes += try loop.turn().count { $0 == .wake } }
    #expect(wakes == 1)
  }

  @Test("timers are told beside a full batch")
  func timersBesideReadiness() throws {
    var loop = try EpollLoop(batchCapacity: 1)
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .writable)
    let timers = [try loop.schedule(at: .beginning), try loop.schedule(at: .beginning)]
    #expect(try loop.turn() == [.ready(token, .writable), .timer(timers[0]), .timer(timers[1])])
  }

  @Test("a one-shot registration that is modified before its event is read is reported exactly once")
  func oneShotModifiedUnread() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
    try loop.wait(.poll)
    try loop.modify(token, for: .readable, trigger: .oneShot)
    #expect(loop.rest() == [.ready(token, .readable)])
    #expect(try loop.turn() == [])
    try pair.write()
    #expect(try loop.turn() == [])
    try loop.modify(token, for: .readable, trigger: .oneShot)
    #expect(try loop.turn() == [.ready(token, .readable)])
  }

  @Test("a registration that becomes one-shot before its event is read is reported exactly once")
  func becomesOneShotUnread() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable)
    try loop.wait(.poll)
    try loop.modify(token, for: [.readable, .writable], trigger: .oneShot)
    #expect(loop.rest() == [.ready(token, .readable)])
    try pair.closeFar()
    let deadline = loop.now + .milliseconds(20)
    #expect(try loop.turn(.until(deadline)) == [], "not even of the hangup")
    #expect(loop.now >= deadline, "the wait has returned early")
  }

  @Test("a one-shot registration whose new interest its unread event does not meet is still to be reported")
  func oneShotModifiedToAnotherInterest() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
    try loop.wait(.poll)
    try loop.modify(token, for: .writable, trigger: .oneShot)
    #expect(loop.rest() == [])
    #expect(try loop.turn() == [.ready(token, .writable)])
    #expect(try loop.turn() == [])
  }

  @Test("a one-shot registration that becomes level before its event is read is reported from then on")
  func oneShotBecomesLevelUnread() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable, trigger: .oneShot)
    try loop.wait(.poll)
    try loop.modify(token, for: .readable)
    #expect(loop.rest() == [.ready(token, .readable)])
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(try loop.turn() == [.ready(token, .readable)])
  }

  @Test("an unread event tells only what the new interest asks for")
  func narrowedUnread() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: [.readable, .writable])
    try loop.wait(.poll)
    try loop.modify(token, for: .readable)
    #expect(loop.rest() == [.ready(token, .readable)])
  }

  @Test("the loop may be changed in every way while a batch is read")
  func changesInTheBatch() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let other = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable)
    try loop.wait(.poll)
    #expect(loop.next() == .ready(token, .readable))
    let second = try loop.register(other.near, for: .writable)
    let timer = try loop.schedule(at: .beginning)
    loop.waker.wake()
    #expect(loop.next() == nil, "what came after the wait belongs to the next one")
    #expect(
      Set(try loop.turn()) == [.ready(token, .readable), .ready(second, .writable), .timer(timer), .wake])
  }

  @Test("a timer that is due is unread too")
  func unreadTimer() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable)
    let timer = try loop.schedule(at: .beginning)
    try loop.wait(.poll)
    #expect(loop.next() == .ready(token, .readable))
    try loop.wait(.poll)
    #expect(loop.rest() == [.timer(timer)])
    #expect(loop.statistics.waits == 1)
  }

  @Test("a wake whose report fills the batch does not put the loop to sleep")
  func wakeThatFillsTheBatch() throws {
    var loop = try EpollLoop(batchCapacity: 1)
    _ = loop.pollDescriptor
    loop.waker.wake()
    let patience = loop.now + .seconds(20)
    #expect(try loop.turn(.until(patience)) == [.wake])
    #expect(loop.now < patience)
  }
}
