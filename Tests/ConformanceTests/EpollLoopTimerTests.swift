import EpollCore
import EventLoopAPI
import Testing

@Suite("The native loop's timers")
struct EpollLoopTimerTests {
  @Test("due timers are told by deadline, and equal deadlines in the order of scheduling")
  func order() throws {
    var loop = try EpollLoop()
    let late = try loop.schedule(at: Instant(nanoseconds: 30))
    let firstEqual = try loop.schedule(at: Instant(nanoseconds: 20))
    let early = try loop.schedule(at: Instant(nanoseconds: 10))
    let secondEqual = try loop.schedule(at: Instant(nanoseconds: 20))
    #expect(try loop.turn() == [.timer(early), .timer(firstEqual), .timer(secondEqual), .timer(late)])
    #expect(try loop.turn() == [])
  }

  @Test("a timer ends a wait, at its deadline or after it, and never before")
  func neverEarly() throws {
    var loop = try EpollLoop()
    var generator = RepeatableGenerator(state: 5)
    for _ in 0..<60 {
      let deadline = loop.now + .nanoseconds(Int64.random(in: 0...2_500_000, using: &generator))
      let timer = try loop.schedule(at: deadline)
      try loop.wait(.forever)
      #expect(loop.now >= deadline)
      #expect(loop.rest() == [.timer(timer)])
    }
  }

  @Test("a wait with a limit is never early")
  func limitNeverEarly() throws {
    var loop = try EpollLoop()
    var generator = RepeatableGenerator(state: 6)
    for _ in 0..<60 {
      let limit = loop.now + .nanoseconds(Int64.random(in: 0...2_500_000, using: &generator))
      #expect(try loop.turn(.until(limit)) == [])
      #expect(loop.now >= limit)
    }
    #expect(try loop.turn(.until(.beginning)) == [], "a limit may lie in the past")
  }

  @Test("the earlier of limit and timer ends a wait")
  func limitAndTimer() throws {
    var loop = try EpollLoop()
    let far = try loop.schedule(after: .seconds(3600))
    #expect(try loop.turn(.until(loop.now + .milliseconds(1))) == [])
    let near = try loop.schedule(after: .milliseconds(1))
    #expect(try loop.turn(loop.patience) == [.timer(near)])
    #expect(loop.cancel(far) == true)
  }

  @Test("a wait that only polls tells timers that are due, and no others")
  func polling() throws {
    var loop = try EpollLoop()
    let due = try loop.schedule(at: loop.now)
    let far = try loop.schedule(after: .seconds(3600))
    #expect(try loop.turn() == [.timer(due)])
    #expect(loop.statistics.timers == 1)
    #expect(loop.cancel(far) == true)
  }

  @Test("a cancelled timer never fires")
  func cancelling() throws {
    var loop = try EpollLoop()
    let cancelled = try loop.schedule(at: .beginning)
    let kept = try loop.schedule(at: .beginning)
    #expect(loop.cancel(cancelled) == true)
    #expect(try loop.turn() == [.timer(kept)])
    #expect(loop.cancel(cancelled) == false, "it is cancelled already")
    #expect(loop.cancel(kept) == false, "it has fired")
    #expect(loop.cancel(TimerToken(index: 99, generation: 1)) == false, "it was never scheduled")
    #expect(try loop.turn() == [])
  }

  @Test("a timer that is cancelled while its batch is read does not fire")
  func cancellingInTheBatch() throws {
    var loop = try EpollLoop()
    let timers = [
      try loop.schedule(at: .beginning), try loop.schedule(at: .beginning), try loop.schedule(at: .beginning),
    ]
    try loop.wait(.poll)
    #expect(loop.next() == .timer(timers[0]))
    #expect(loop.cancel(timers[1]) == true)
    #expect(loop.next() == .timer(timers[2]))
    #expect(loop.next() == nil)
    #expect(loop.statistics.timerEvents == 2)
  }

  @Test("when the last due timer of a batch is cancelled, the next wait sleeps")
  func cancellingTheLast() throws {
    var loop = try EpollLoop()
    let timer = try loop.schedule(at: .beginning)
    try loop.wait(.poll)
    #expect(loop.cancel(timer) == true)
    let limit = loop.now + .milliseconds(5)
    #expect(try loop.turn(.until(limit)) == [])
    #expect(loop.now >= limit)
  }

  @Test("a timer that is scheduled in the past while a batch is read comes with the next batch")
  func successors() throws {
    var loop = try EpollLoop()
    let first = try loop.schedule(at: Instant(nanoseconds: 100))
    try loop.wait(.poll)
    let before = try loop.schedule(at: .beginning)
    #expect(loop.next() == .timer(first))
    let after = try loop.schedule(at: .beginning)
    #expect(loop.next() == nil)
    #expect(try loop.turn(.forever) == [.timer(before), .timer(after)])
  }

  @Test("a timer that was scheduled in the past does not hold back one of the batch in hand")
  func earlierSuccessor() throws {
    var loop = try EpollLoop()
    let first = try loop.schedule(at: Instant(nanoseconds: 100))
    let second = try loop.schedule(at: Instant(nanoseconds: 200))
    try loop.wait(.poll)
    #expect(loop.next() == .timer(first))
    let successor = try loop.schedule(at: .beginning)
    #expect(loop.next() == .timer(second), "it was due at the wait")
    #expect(loop.next() == nil)
    #expect(try loop.turn() == [.timer(successor)])
  }

  @Test("a deadline at the end of time never comes, and holds nothing up")
  func endOfTime() throws {
    var loop = try EpollLoop()
    let timer = try loop.schedule(at: .endOfTime)
    #expect(loop.nextDeadline == .endOfTime)
    #expect(try loop.turn() == [])
    #expect(try loop.turn(.until(loop.now + .milliseconds(2))) == [])
    let waker = loop.waker
    #expect(try loop.turn(.forever) { waker.wake() } == [.wake])
    #expect(loop.cancel(timer) == true)
    #expect(try loop.turn(.until(.endOfTime)) { waker.wake() } == [.wake])
  }

  @Test("the next deadline is that of the earliest timer that is left")
  func nextDeadline() throws {
    var loop = try EpollLoop()
    #expect(loop.nextDeadline == nil)
    let late = Instant(nanoseconds: .max - 1)
    let middle = Instant(nanoseconds: .max - 2)
    _ = try loop.schedule(at: late)
    #expect(loop.nextDeadline == late)
    let timer = try loop.schedule(at: middle)
    #expect(loop.nextDeadline == middle)
    _ = try loop.schedule(at: .beginning)
    #expect(loop.nextDeadline == .beginning)
    _ = try loop.turn()
    #expect(loop.nextDeadline == middle)
    #expect(loop.cancel(timer) == true)
    #expect(loop.nextDeadline == late)
  }

  @Test("the token of a fired timer does not cancel its successor in the same place")
  func tokens() throws {
    var loop = try EpollLoop()
    let first = try loop.schedule(at: .beginning)
    _ = try loop.turn()
    let second = try loop.schedule(at: .beginning)
    #expect(first != second)
    #expect(loop.cancel(first) == false)
    #expect(try loop.turn() == [.timer(second)])
  }

  @Test("a timer scheduled after a span is due that long from now")
  func spans() throws {
    var loop = try EpollLoop()
    let before = loop.now
    _ = try loop.schedule(after: .seconds(60))
    let deadline = loop.nextDeadline ?? .beginning
    #expect(deadline >= before + .seconds(60) && deadline <= loop.now + .seconds(60))
  }
}
