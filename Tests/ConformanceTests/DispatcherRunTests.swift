import EpollCore
import EventLoopAPI
import Testing
import UVBridge

@testable import ConformanceSuite

@Suite("The dispatcher's turns")
struct DispatcherRunTests {
  @Test("a turn calls the handlers of readiness first, then of timers, then of the wake")
  func order() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      var calls: [String] = []
      dispatcher.onWake { _ in calls.append("wake") }
      dispatcher.waker.wake()
      try dispatcher.schedule(at: .beginning) { _, _ in calls.append("timer") }
      _ = try dispatcher.register(pair.near, for: .writable) { _, _, _ in calls.append("ready") }
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == ["ready", "timer", "wake"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("the wake handler may replace and remove itself")
  func wakeHandler() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let releases = Releases()
      var calls: [String] = []
      dispatcher.onWake { [ticket = releases.ticket()] dispatcher in
        dispatcher.onWake { dispatcher in
          calls.append("second")
          dispatcher.onWake(nil)
        }
        calls.append(withExtendedLifetime(ticket) { releases.count == 0 ? "first" : "too late" })
      }
      for _ in 0..<3 {
        dispatcher.waker.wake()
        try dispatcher.turn(dispatcher.patience)
      }
      #expect(calls == ["first", "second"])
      #expect(releases.count == 1)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a stop ends the run after the batch in hand, and the dispatcher can run again")
  func stop() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      var calls = 0
      for descriptor in [pair.near, pair.far] {
        _ = try dispatcher.register(descriptor, for: .writable) { dispatcher, _, _ in
          calls += 1
          if calls % 4 == 3 { dispatcher.stop() }
        }
      }
      try dispatcher.run()
      #expect(calls == 4)
      try dispatcher.run()
      #expect(calls == 8)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a stop outside a run makes the next run return at once, and only that one")
  func stopBeforeRun() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      var calls = 0
      dispatcher.stop()
      try dispatcher.schedule(at: .beginning) { dispatcher, _ in
        calls += 1
        dispatcher.stop()
      }
      try dispatcher.run()
      #expect(calls == 0)
      try dispatcher.run()
      #expect(calls == 1)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a run is stopped from another thread through the waker")
  func stopFromAnotherThread() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let waker = dispatcher.waker
      var hasStopped = false
      dispatcher.onWake { dispatcher in
        hasStopped = true
        dispatcher.stop()
      }
      // A run that is never woken ends here, as a failure.
      try dispatcher.schedule(after: .seconds(20)) { dispatcher, _ in dispatcher.stop() }
      let thread = SecondThread { waker.wake() }
      try dispatcher.run()
      thread.join()
      #expect(hasStopped)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("after a wait that fails the dispatcher can be used on")
  func failedWait() throws {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    let refusal = DispatchError<Never>.loop(LoopError(.wait, .outOfMemory))
    script.refusedOperation = .wait
    #expect(throws: refusal) { try dispatcher.run() }
    #expect(throws: refusal) { try dispatcher.turn(.poll) }
    script.refusedOperation = nil
    var calls = 0
    dispatcher.onWake { dispatcher in
      calls += 1
      dispatcher.stop()
    }
    script.events = [.wake]
    try dispatcher.run()
    #expect(calls == 1)
  }

  @Test("what the loop says of itself is the dispatcher's to tell")
  func properties() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      let loop = try Loop()
      let descriptor = loop.pollDescriptor
      var dispatcher = ClosureDispatcher(loop)
      #expect(dispatcher.pollDescriptor == descriptor)
      #expect(dispatcher.identity == Loop.identity)
      #expect(dispatcher.capabilities == Loop.capabilities)
      #expect(dispatcher.nextDeadline == nil)
      try dispatcher.schedule(at: .endOfTime) { _, _ in }
      #expect(dispatcher.nextDeadline == .endOfTime)
      #expect(dispatcher.statistics.timers == 1)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }
}
