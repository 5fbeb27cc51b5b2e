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

  @Test(
    "100,000 turns of readiness, timers, wakes and registrations allocate nothing",
    .enabled(if: call_counts_has_allocations(), "a sanitizer has an allocator of its own"))
  func turns() throws {
    var loop = try UVLoop()
    let (level, oneShot, churned) = (Ends.socketPair(), Ends.socketPair(), Ends.socketPair())
    let counter = eventfd(0, 0)
    let waker = loop.waker
    let levelToken = try loop.register(level.reading, for: .readable)
    let oneShotToken = try loop.register(oneShot.reading, for: .writable, trigger: .oneShot)
    var byte: UInt8 = 0x61
    var told = 0

    func turn() throws {
      told += write(level.writing, &byte, 1)
      let timer = try loop.schedule(at: .beginning)
      let cancelled = try loop.schedule(at: .endOfTime)
      waker.wake()
      let token = try loop.register(churned.reading, for: .writable)
      let counterToken = try loop.register(counter, for: .readable)
      try loop.wait(.forever)
      while let event = loop.next() {
        switch event {
        case .ready(levelToken, .readable):
          told += read(level.reading, &byte, 1)
          try loop.modify(levelToken, for: [])
          try loop.modify(levelToken, for: .readable)
        case .ready(oneShotToken, .writable):
          told += 1
          try loop.modify(oneShotToken, for: .writable, trigger: .oneShot)
        case .ready(token, .writable), .timer(timer), .wake: told += 1
        default: Issue.record("an event that nobody expects")
        }
      }
      loop.cancel(cancelled)
      try loop.deregister(token)
      try loop.deregister(counterToken)
    }

    for _ in 0..<100 { try turn() }
    told = 0
    let before = call_counts_allocations()
    for _ in 0..<100_000 { try turn() }
    let allocations = call_counts_allocations() - before
    #expect(allocations == 0)
    #expect(told == 600_000)
  }
}
