import CallCounts
import EpollCore
import EventLoopAPI
import Glibc
import Testing

@Suite("The native loop's steady state")
struct EpollLoopAllocationTests {
  @Test(
    "100,000 turns of readiness, timers, wakes and registrations allocate nothing",
    .enabled(if: call_counts_has_allocations(), "a sanitizer has an allocator of its own"))
  func turns() throws {
    var loop = try EpollLoop()
    let level = try Pair.sockets()
    let oneShot = try Pair.sockets()
    let churned = try Pair.sockets()
    let waker = loop.waker
    let levelToken = try loop.register(level.near, for: .readable)
    let oneShotToken = try loop.register(oneShot.near, for: .writable, trigger: .oneShot)
    var byte: UInt8 = 0x61
    var told = 0

    func turn() throws {
      told += write(level.far, &byte, 1)
      let timer = try loop.schedule(at: .beginning)
      let cancelled = try loop.schedule(at: .endOfTime)
      waker.wake()
      let token = try loop.register(churned.near, for: .writable)
      try loop.wait(.forever)
      while let event = loop.next() {
        switch event {
        case .ready(levelToken, .readable):
          told += read(level.near, &byte, 1)
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
