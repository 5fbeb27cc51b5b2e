import EpollCore
import EventLoopAPI
import Testing
import UVBridge

@Suite("Errors that the dispatcher's handlers throw")
struct DispatcherErrorTests {
  /// Two registrations that are ready, of which the first one's handler throws, then a timer that is due.
  private struct Scene<Loop: EventLoop & ~Copyable>: ~Copyable {
    var dispatcher: ThrowingClosureDispatcher<Loop, Mistake>
    let pair: Pair
    let calls: Calls
    let failing: Token

    init() throws {
      var dispatcher = try ThrowingClosureDispatcher<Loop, Mistake>(Loop.self)
      let pair = try Pair.sockets()
      let calls = Calls()
      let failing = try dispatcher.register(pair.near, for: .writable, trigger: .oneShot) {
        _, _, _ throws(Mistake) in
        calls.names.append("failing")
        throw Mistake(number: 1)
      }
      _ = try dispatcher.register(pair.far, for: .writable, trigger: .oneShot) { _, _, _ in
        calls.names.append("good")
      }
      try dispatcher.schedule(at: .beginning) { dispatcher, _ in
        calls.names.append("timer")
        dispatcher.stop()
      }
      self.dispatcher = dispatcher
      self.pair = pair
      self.calls = calls
      self.failing = failing
    }
  }

  @Test(
    "a run throws them with the registration, and the rest of the batch comes with the next run",
    arguments: [false, true])
  func thrownByTheRun(ownerDecides: Bool) throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var scene = try Scene<Loop>()
      if ownerDecides {
        scene.dispatcher.onError { _, error in error.failure.number == 1 ? .fail : .resume }
      }
      let token = scene.failing
      #expect(throws: DispatchError.handler(HandlerError(.registration(token), Mistake(number: 1)))) {
        try scene.dispatcher.run()
      }
      try scene.dispatcher.run()
      #expect(scene.calls.names.sorted() == ["failing", "good", "timer"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("the owner's handler keeps them, the turn goes on, and it may end what has failed")
  func kept() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var scene = try Scene<Loop>()
      let token = scene.failing
      let seen = Calls()
      scene.dispatcher.onError { dispatcher, error in
        seen.names.append("\(error.source == .registration(token)) \(error.failure.number)")
        try? dispatcher.deregister(token)
        return .resume
      }
      try scene.dispatcher.run()
      #expect(seen.names == ["true 1"])
      #expect(scene.calls.names.sorted() == ["failing", "good", "timer"])
      #expect(scene.dispatcher.statistics.registrations == 1)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("the owner's handler may stop the run, which ends after the batch")
  func stopped() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ThrowingClosureDispatcher<Loop, Mistake>(Loop.self)
      let calls = Calls()
      dispatcher.onError { dispatcher, _ in
        dispatcher.stop()
        return .resume
      }
      for name in ["first", "second"] {
        try dispatcher.schedule(at: .beginning) { _, _ throws(Mistake) in
          calls.names.append(name)
          throw Mistake(number: 2)
        }
      }
      try dispatcher.run()
      #expect(calls.names == ["first", "second"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("the source says which timer it was, spent or repeating, and that it was a wake or a submission")
  func sources() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ThrowingClosureDispatcher<Loop, Mistake>(Loop.self)
      let seen = Sources()
      dispatcher.onError { dispatcher, error in
        seen.all.append(error.source)
        if case .timer(let timer) = error.source { dispatcher.cancel(timer) }
        return .resume
      }
      let single = try dispatcher.schedule(at: .beginning) { _, _ throws(Mistake) in throw Mistake(number: 1)
      }
      try dispatcher.turn(.poll)
      let repeating = try dispatcher.schedule(every: .nanoseconds(1)) { _, _ throws(Mistake) in
        throw Mistake(number: 2)
      }
      try dispatcher.turn(dispatcher.patience)
      dispatcher.onWake { _ throws(Mistake) in throw Mistake(number: 3) }
      dispatcher.remote.submit { _ throws(Mistake) in throw Mistake(number: 4) }
      try dispatcher.turn(dispatcher.patience)
      #expect(seen.all == [.timer(single), .timer(repeating), .submission, .wake])
      #expect(dispatcher.nextDeadline == nil)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a handler of the application's own type throws the errors that it declares")
  func ownType() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try Dispatcher<Loop, Refused>(Loop.self)
      let pair = try Pair.sockets()
      let token = try dispatcher.register(pair.near, for: .writable, handler: Refused())
      let refusal = LoopError(.deregister, .notFound)
      #expect(throws: DispatchError.handler(HandlerError(.registration(token), refusal))) {
        try dispatcher.run()
      }
      // It has no implementation for timers, which therefore cannot fail.
      try dispatcher.schedule(at: .beginning, handler: Refused())
      try dispatcher.turn(dispatcher.patience)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("where all errors are the loop's, they are told without their source")
  func loopErrors() {
    let refusal = LoopError(.deregister, .notFound)
    #expect(DispatchError<Never>.loop(refusal).loopError == refusal)
    #expect(DispatchError<LoopError>.loop(refusal).loopError == refusal)
    #expect(DispatchError.handler(HandlerError(.wake, refusal)).loopError == refusal)
  }

  @Test("what a handler was called for is said in words")
  func words() {
    typealias Source = HandlerError<Mistake>.Source
    let sources: [Source] = [
      .registration(Token(index: 7, generation: 1)), .timer(TimerToken(index: 0, generation: 12)), .wake,
      .submission,
    ]
    #expect(sources.map(\.description) == ["registration 7.1", "timer 0.12", "wake", "submission"])
  }
}

private struct Mistake: Error, Equatable {
  let number: Int
}

private final class Calls {
  var names: [String] = []
}

private final class Sources {
  var all: [HandlerError<Mistake>.Source] = []
}

/// Ends its registration once more than there is one.
private struct Refused: EventHandler {
  func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(LoopError) {
    try dispatcher.deregister(token)
    try dispatcher.deregister(token)
  }
}
