import CEpoll
import CallCounts
import EpollCore
import EventLoopAPI
import Glibc
import Testing
import UVBridge

@Suite("The loops' steady state")
struct SteadyStateTests {
  @Test(
    "100,000 turns of readiness, timers, wakes and registrations allocate nothing",
    .enabled(if: call_counts_has_allocations(), "a sanitizer has an allocator of its own"),
    arguments: ["epoll", "uv"])
  func turns(backend: String) throws {
    if backend == "epoll" {
      try expectNoAllocation(EpollLoop())
    } else {
      try expectNoAllocation(UVLoop())
    }
  }

  private func expectNoAllocation<Loop: EventLoop & ~Copyable>(_ made: consuming Loop) throws {
    var loop = made
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
