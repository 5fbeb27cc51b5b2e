import EpollCore
import EventLoopAPI
import Testing
import UVBridge

@Suite("The dispatcher's timers")
struct DispatcherTimerTests {
  @Test("timers are called once, in the order of their deadlines, with their tokens, never early")
  func once() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let start = dispatcher.now
      var calls: [TimerToken] = []
      let late = try dispatcher.schedule(after: .milliseconds(20)) { dispatcher, timer in
        #expect(dispatcher.now >= start + .milliseconds(20))
        calls.append(timer)
      }
      let past = try dispatcher.schedule(at: .beginning) { _, timer in calls.append(timer) }
      let early = try dispatcher.schedule(at: start + .milliseconds(10)) { dispatcher, timer in
        #expect(dispatcher.now >= start + .milliseconds(10))
        calls.append(timer)
      }
      while dispatcher.nextDeadline != nil {
        try dispatcher.turn(dispatcher.patience)
      }
      #expect(calls == [past, early, late])
      let answers = [past, early, late].map { dispatcher.cancel($0) }
      #expect(answers == [false, false, false])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a timer that another one of the batch cancels is not called, and its handler is released")
  func cancelled() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let releases = Releases()
      var timers: [TimerToken] = []
      var calls: [TimerToken] = []
      var answers: [Bool] = []
      for _ in 0..<3 {
        let ticket = releases.ticket()
        timers.append(
          try dispatcher.schedule(at: .beginning) { dispatcher, timer in
            withExtendedLifetime(ticket) { calls.append(timer) }
            answers = timers.map { dispatcher.cancel($0) }
          })
      }
      try dispatcher.turn(.poll)
      #expect(calls == [timers[0]])
      #expect(answers == [false, true, true])
      #expect(releases.count == 3)
      #expect(dispatcher.nextDeadline == nil && dispatcher.statistics.timers == 0)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a spent token does not cancel the timer that has its place")
  func spentToken() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      var calls = 0
      let first = try dispatcher.schedule(at: .beginning) { _, _ in calls += 100 }
      #expect(dispatcher.cancel(first) == true)
      let second = try dispatcher.schedule(at: .beginning) { _, _ in calls += 1 }
      #expect(first.index == second.index && first != second)
      #expect(dispatcher.cancel(first) == false)
      try dispatcher.turn(.poll)
      #expect(calls == 1)
      #expect(dispatcher.cancel(TimerToken(index: .max, generation: 1)) == false)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a repeating timer keeps its token and its rhythm")
  func repeating() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let start = dispatcher.now
      let period = Duration.milliseconds(3)
      var calls: [TimerToken] = []
      let timer = try dispatcher.schedule(every: period) { dispatcher, timer in
        calls.append(timer)
        if calls.count == 3 { #expect(dispatcher.cancel(timer) == true) }
      }
      let deadline = dispatcher.nextDeadline
      let first = try #require(deadline)
      #expect(first >= start + period && first <= dispatcher.now + period)
      while let deadline = dispatcher.nextDeadline {
        #expect((deadline.nanoseconds - first.nanoseconds) % 3_000_000 == 0)
        let count = calls.count
        try dispatcher.turn(dispatcher.patience)
        #expect(calls.count == count + 1)
        #expect(dispatcher.now >= deadline)
      }
      #expect(calls == [timer, timer, timer])
      #expect(dispatcher.cancel(timer) == false)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("deadlines that have passed give one call, and the next one lies in the future and in the rhythm")
  func missed() throws {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    var calls = 0
    try dispatcher.schedule(every: .nanoseconds(100)) { _, _ in calls += 1 }
    // Each: the time of the call, and the deadline that follows, whose first is at 1,100.
    let steps: [(UInt64, UInt64)] = [
      (1_100, 1_200), (1_299, 1_300), (1_300, 1_400), (1_799, 1_800), (2_000, 2_100), (1_500, 2_200),
      (.max, .max),
    ]
    for (index, (now, next)) in steps.enumerated() {
      script.now = Instant(nanoseconds: now)
      script.events = [.timer(TimerToken(index: UInt32(index), generation: 1))]
      try dispatcher.turn(.poll)
      #expect(calls == index + 1)
      #expect(script.deadlines.last == Instant(nanoseconds: next))
    }
  }

  @Test("a repeating timer that cannot be scheduled anew ends, and the turn says why")
  func refused() throws {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    let releases = Releases()
    var calls = 0
    let timer = try dispatcher.schedule(every: .nanoseconds(100)) { [ticket = releases.ticket()] _, _ in
      withExtendedLifetime(ticket) { calls += 100 }
    }
    try dispatcher.schedule(after: .zero) { _, _ in calls += 1 }
    script.events = [0, 1].map { .timer(TimerToken(index: $0, generation: 1)) }
    script.refusedOperation = .schedule
    let refusal = DispatchError<Never>.loop(LoopError(.schedule, .outOfMemory))
    #expect(throws: refusal) { try dispatcher.turn(.poll) }
    #expect(calls == 0 && releases.count == 1)
    #expect(dispatcher.cancel(timer) == false)
    try dispatcher.turn(.poll)
    #expect(calls == 1)
  }

  @Test("timers that the loop was never given are dropped, whatever their place")
  func inventedTimers() throws {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    var calls = 0
    try dispatcher.schedule(after: .zero) { _, _ in calls += 1 }
    let timer = TimerToken(index: 0, generation: 1)
    let invented = [
      TimerToken(index: 0, generation: 2), TimerToken(index: 1, generation: 1),
      TimerToken(index: .max, generation: 1),
    ]
    script.events = invented.map { .timer($0) }
    try dispatcher.turn(.poll)
    #expect(calls == 0)
    // The second time its handler is gone.
    script.events = [.timer(timer), .timer(timer)]
    try dispatcher.turn(.poll)
    #expect(calls == 1)
  }

  @Test("a refused timer leaves nothing behind")
  func refusedAtOnce() {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    let releases = Releases()
    script.refusedOperation = .schedule
    #expect(throws: LoopError(.schedule, .outOfMemory)) {
      try dispatcher.schedule(after: .zero) { [ticket = releases.ticket()] _, _ in
        withExtendedLifetime(ticket) {}
      }
    }
    #expect(releases.count == 1)
  }

  @Test("a period below a nanosecond is a mistake", arguments: [0, -1])
  func noPeriod(seconds: Int) async {
    await #expect(processExitsWith: .failure) { [seconds] in
      var dispatcher = try ClosureDispatcher(EpollLoop.self)
      try dispatcher.schedule(every: .seconds(seconds)) { _, _ in }
    }
  }
}
