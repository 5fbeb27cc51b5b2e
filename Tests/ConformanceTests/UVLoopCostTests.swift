import CEpoll
import CallCounts
import Glibc
import Testing
import UVBridge

@Suite("What a turn costs the libuv loop")
struct UVLoopCostTests {
  /// System calls of one turn beside the caller's own.
  private struct Calls: Equatable, CustomStringConvertible {
    var wait = call_counts_epoll_wait()
    var control = call_counts_epoll_ctl()
    var poll = call_counts_poll()

    static func - (late: Calls, early: Calls) -> Calls {
      var result = late
      result.wait -= early.wait
      result.control -= early.control
      result.poll -= early.poll
      return result
    }

    var description: String { "\(wait) waits, \(control) changes, \(poll) polls" }
  }

  @Test("plain readable and writable sockets and counters cost the one wait of libuv")
  func plainData() throws {
    var loop = try UVLoop()
    let pairs = (0..<50).map { _ in Ends.socketPair() }
    let counter = eventfd(1, 0)
    var tokens: Set<Token> = [try loop.register(counter, for: [.readable, .writable])]
    for (position, pair) in pairs.enumerated() {
      let interest: Interest = position % 2 == 0 ? .readable : [.readable, .writable]
      tokens.insert(try loop.register(pair.reading, for: interest))
      pair.write()
    }
    for _ in 0..<3 { _ = try loop.turn(.forever) }
    let before = Calls()
    for _ in 0..<1000 { try loop.wait(.forever); while loop.next() != nil {} }
    let calls = Calls() - before
    #expect(calls.wait == 1000 && calls.control == 0 && calls.poll == 0, "\(calls)")
    var told: Set<Token> = []
    for case .ready(let token, let readiness) in try loop.turn() {
      #expect(readiness.contains(.readable))
      told.insert(token)
    }
    #expect(told == tokens)
    close(counter)
    pairs.forEach { $0.close() }
  }

  @Test("an interest that was asked for before costs one change to ask for again")
  func changeOfInterest() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: [.readable, .writable])
    #expect(try loop.turn() == [.ready(token, .writable)])
    let before = Calls()
    for _ in 0..<100 {
      try loop.modify(token, for: .readable, trigger: .level)
      #expect(try loop.turn() == [])
      try loop.modify(token, for: [.readable, .writable], trigger: .level)
      #expect(try loop.turn() == [.ready(token, .writable)])
    }
    let calls = Calls() - before
    #expect(calls.control == 200, "\(calls)")
    pair.close()
  }

  @Test("to arm a one-shot registration anew costs one change")
  func arming() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: .readable, trigger: .oneShot)
    pair.write()
    #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    let before = Calls()
    for _ in 0..<100 {
      try loop.modify(token, for: .readable, trigger: .oneShot)
      #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    }
    let calls = Calls() - before
    #expect(calls.control == 100, "\(calls)")
    pair.close()
  }

  @Test("a number that was registered before costs one change to register, and one to deregister")
  func numberRegisteredBefore() throws {
    var loop = try UVLoop()
    let former = Ends.socketPair()
    let token = try loop.register(former.reading, for: .readable)
    #expect(try loop.turn() == [])
    try loop.deregister(token)
    former.close()
    let before = Calls()
    for _ in 0..<100 {
      let pair = Ends.socketPair()
      #expect(dup2(pair.reading, former.reading) == former.reading)
      let token = try loop.register(former.reading, for: .readable)
      #expect(try loop.turn() == [])
      pair.write()
      #expect(try loop.turn(.forever) == [.ready(token, .readable)])
      try loop.deregister(token)
      close(former.reading)
      pair.close()
    }
    let calls = Calls() - before
    #expect(calls.control == 200, "\(calls)")
    #expect(loop.statistics.rebuilds == 0)
  }

  @Test("what libuv tells ambiguously costs one poll(2) for all of a batch")
  func ambiguous() throws {
    var loop = try UVLoop()
    let pipes = (0..<10).map { _ in Ends.pipe() }
    for pipe in pipes {
      _ = try loop.register(pipe.reading, for: .readable)
      pipe.write()
    }
    _ = try loop.turn(.forever)
    let before = Calls()
    #expect(try loop.turn(.forever).count == 10)
    let calls = Calls() - before
    #expect(calls.wait == 1 && calls.control == 0 && calls.poll == 1, "\(calls)")
    pipes.forEach { $0.close() }
  }
}
