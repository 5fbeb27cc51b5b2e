import CallCounts
import EpollCore
import EventLoopAPI
import Glibc
import Testing

@Suite("What changes of interest cost the native loop")
struct EpollLoopChangeTests {
  /// A loop with one registration, ready and level-triggered unless told otherwise.
  private struct Watched: ~Copyable {
    var loop: EpollLoop
    var pair: Pair
    let token: Token

    private init(loop: consuming EpollLoop, pair: consuming Pair, token: Token) {
      self.loop = loop
      self.pair = pair
      self.token = token
    }

    static func ready(for interest: Interest = .readable, _ trigger: Trigger = .level) throws -> Watched {
      var loop = try EpollLoop()
      let pair = try Pair.sockets()
      let token = try loop.register(pair.near, for: interest, trigger: trigger)
      try pair.write()
      return Watched(loop: loop, pair: pair, token: token)
    }

    /// The calls of epoll_ctl that something makes.
    mutating func calls(_ body: (inout EpollLoop, Token) throws -> Void) rethrows -> UInt64 {
      let before = call_counts_epoll_ctl()
      try body(&loop, token)
      return call_counts_epoll_ctl() - before
    }
  }

  @Test("changes within a batch that cancel out cost no system call")
  func cancellingOut() throws {
    var watched = try Watched.ready()
    let calls = try watched.calls { loop, token in
      for _ in 0..<3 {
        try loop.wait(.poll)
        #expect(loop.next() == .ready(token, .readable))
        try loop.modify(token, for: [])
        try loop.modify(token, for: [.readable, .writable])
        try loop.modify(token, for: .readable)
        #expect(loop.next() == nil)
      }
    }
    #expect(calls == 0)
    #expect(try watched.loop.turn() == [.ready(watched.token, .readable)])
  }

  @Test("changes within a batch that do not cancel out cost one, when the batch ends")
  func changing() throws {
    var watched = try Watched.ready()
    var calls = try watched.calls { loop, token in
      try loop.wait(.poll)
      #expect(loop.next() == .ready(token, .readable))
      try loop.modify(token, for: [])
      try loop.modify(token, for: .writable)
    }
    #expect(calls == 0)
    calls = watched.calls { loop, _ in
      #expect(loop.next() == nil)
    }
    #expect(calls == 1)
    #expect(try watched.loop.turn() == [.ready(watched.token, .writable)])
  }

  @Test("a batch of which only the last nil was not read ends with the next wait")
  func unreadEnd() throws {
    var watched = try Watched.ready()
    let calls = try watched.calls { loop, token in
      try loop.wait(.poll)
      #expect(loop.next() == .ready(token, .readable))
      try loop.modify(token, for: .writable)
      #expect(try loop.turn() == [.ready(token, .writable)])
    }
    #expect(calls == 1)
  }

  @Test("outside a batch each change costs one, at the call", arguments: [Trigger.level, .edge, .oneShot])
  func outside(trigger: Trigger) throws {
    var watched = try Watched.ready(for: .readable, trigger)
    let calls = try watched.calls { loop, token in
      try loop.modify(token, for: .writable, trigger: trigger)
      try loop.modify(token, for: .readable, trigger: trigger)
    }
    #expect(calls == 2)
    #expect(try watched.loop.turn() == [.ready(watched.token, .readable)])
  }

  @Test("a one-shot registration that is armed in the batch that reported it costs exactly one")
  func oneShot() throws {
    var watched = try Watched.ready(for: .readable, .oneShot)
    for _ in 0..<3 {
      let calls = try watched.calls { loop, token in
        try loop.wait(.poll)
        #expect(loop.next() == .ready(token, .readable))
        try loop.modify(token, for: .readable, trigger: .oneShot)
        #expect(loop.next() == nil)
      }
      #expect(calls == 1)
    }
  }

  @Test("an edge registration that is modified to what it was costs one, which arms it anew")
  func edge() throws {
    var watched = try Watched.ready(for: .readable, .edge)
    let calls = try watched.calls { loop, token in
      #expect(try loop.turn() == [.ready(token, .readable)])
      #expect(try loop.turn() == [])
      try loop.wait(.poll)
      try loop.modify(token, for: .readable, trigger: .edge)
      #expect(try loop.turn() == [.ready(token, .readable)])
    }
    #expect(calls == 1)
  }

  @Test("what the kernel goes by is right after any changes within a batch")
  func anyChanges() throws {
    var generator = RepeatableGenerator(state: 3)
    var watched = try Watched.ready()
    let second = try Pair.sockets()
    let other = try watched.loop.register(second.near, for: .writable)
    let interests: [Interest] = [[], .readable, .writable, [.readable, .writable]]
    for _ in 0..<500 {
      try watched.loop.wait(.poll)
      #expect(watched.loop.next() != nil, "the other one is always ready")
      var interest: Interest = .readable
      var trigger: Trigger = .level
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        interest = interests.randomElement(using: &generator)!
        trigger = Bool.random(using: &generator) ? .level : .edge
        try watched.loop.modify(watched.token, for: interest, trigger: trigger)
      }
      _ = watched.loop.rest()
      let expected = Readiness(interest)
      let told = try watched.loop.turn().filter { $0 != .ready(other, .writable) }
      #expect(told == (expected.isEmpty ? [] : [.ready(watched.token, expected)]))
      try watched.loop.modify(watched.token, for: .readable, trigger: .level)
    }
  }

  @Test("a descriptor that was closed before the kernel was told is found out, and can be deregistered")
  func closed() throws {
    var watched = try Watched.ready()
    let other = try Pair.sockets()
    let otherToken = try watched.loop.register(other.near, for: .writable)
    try watched.loop.wait(.poll)
    while watched.loop.next() != .ready(watched.token, .readable) {}
    try watched.loop.modify(watched.token, for: .writable)
    try watched.pair.closeNear()
    #expect(watched.loop.rest().allSatisfy { $0 == .ready(otherToken, .writable) })
    let token = watched.token
    #expect(throws: LoopError(.modify, .notFound)) { try watched.loop.modify(token, for: .readable) }
    #expect(try watched.loop.turn() == [.ready(otherToken, .writable)])
    try watched.loop.deregister(token)
    #expect(watched.loop.statistics.registrations == 1)
  }

  @Test("a change that the kernel was not told of does not outlive its registration")
  func ended() throws {
    var watched = try Watched.ready()
    try watched.loop.wait(.poll)
    #expect(watched.loop.next() == .ready(watched.token, .readable))
    try watched.loop.modify(watched.token, for: .writable)
    try watched.loop.deregister(watched.token)
    let next = try watched.loop.register(watched.pair.near, for: .readable)
    #expect(watched.loop.next() == nil)
    #expect(try watched.loop.turn() == [.ready(next, .readable)])
  }

  @Test("an interest that changed in one batch can change again in the next")
  func twoBatches() throws {
    var watched = try Watched.ready()
    let token = watched.token
    try watched.loop.wait(.poll)
    #expect(watched.loop.next() == .ready(token, .readable))
    try watched.loop.modify(token, for: .writable)
    #expect(watched.loop.next() == nil)
    try watched.loop.wait(.poll)
    #expect(watched.loop.next() == .ready(token, .writable))
    try watched.loop.modify(token, for: .readable)
    #expect(watched.loop.next() == nil)
    #expect(try watched.loop.turn() == [.ready(token, .readable)])
  }

  @Test("a change of a descriptor that was closed while a duplicate lives does not keep waits from sleeping")
  func closedWithDuplicate() async {
    // A process of its own, so that the processor time is the wait's.
    await #expect(processExitsWith: .success) {
      var watched = try Watched.ready()
      let duplicate = try Duplicate(of: watched.pair.near)
      try watched.loop.wait(.poll)
      #expect(watched.loop.next() == .ready(watched.token, .readable))
      try watched.loop.modify(watched.token, for: [])
      try watched.pair.closeNear(isLast: false)
      let before = clock()
      let deadline = watched.loop.now + .milliseconds(200)
      #expect(try watched.loop.turn(.until(deadline)) == [])
      #expect(watched.loop.now >= deadline)
      #expect(clock() - before < 50_000, "microseconds of processor time")
      #expect(watched.loop.statistics.registrations == 1)
      try watched.loop.deregister(watched.token)
      _ = consume duplicate
    }
  }
}
