import CallCounts
import EpollCore
import EventLoopAPI
import Testing
import UVBridge

@Suite("The dispatcher's handlers of the application's own type")
struct DispatcherHandlerTests {
  @Test("a handler is called with what it was registered for, and may schedule a timer with another one")
  func called() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try Dispatcher<Loop, Recorder>(Loop.self)
      let pair = try Pair.sockets()
      let record = Record()
      let token = try dispatcher.register(
        pair.far, for: .writable, trigger: .oneShot, handler: Recorder("far", record))
      let other = try dispatcher.register(pair.near, for: .readable, handler: Recorder("near", record))
      try dispatcher.turn(dispatcher.patience)
      #expect(record.events == [.ready(token, .writable)] && record.names == ["far"])
      try pair.write()
      try dispatcher.turn(dispatcher.patience)
      #expect(record.events.last == .ready(other, .readable) && record.names == ["far", "near"])
      try dispatcher.deregister(other)

      let timer = try dispatcher.schedule(at: .beginning, handler: Recorder("timer", record))
      try dispatcher.turn(dispatcher.patience)
      #expect(record.events.last == .timer(timer) && record.names == ["far", "near", "timer"])
      try dispatcher.turn(.poll)
      #expect(record.names.count == 3)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a repeating timer calls its handler until that cancels it")
  func repeating() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try Dispatcher<Loop, Recorder>(Loop.self)
      let record = Record()
      let timer = try dispatcher.schedule(
        every: .milliseconds(1), handler: Recorder("tick", record, callsBeforeEnd: 3))
      while dispatcher.nextDeadline != nil {
        try dispatcher.turn(dispatcher.patience)
      }
      #expect(record.events == [.timer(timer), .timer(timer), .timer(timer)])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a handler without an implementation for timers ignores them")
  func noTimers() throws {
    var dispatcher = try Dispatcher<EpollLoop, OnlyReady>(EpollLoop.self)
    try dispatcher.schedule(at: .beginning, handler: OnlyReady())
    try dispatcher.turn(dispatcher.patience)
    #expect(dispatcher.nextDeadline == nil)
  }

  @Test("a noncopyable handler that ends itself and is replaced while it runs is destroyed after the turn")
  func ownsWhatItHas() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      let pair = try Pair.sockets()
      let other = try Pair.sockets()
      let destroyed = Destroyed()
      func use() throws {
        var dispatcher = try Dispatcher<Loop, Owner>(Loop.self)
        _ = try dispatcher.register(
          pair.near, for: .writable, handler: Owner(1, pair.near, destroyed, endsItself: true))
        _ = try dispatcher.register(other.near, for: .readable, handler: Owner(2, other.near, destroyed))
        try dispatcher.schedule(after: .seconds(100), handler: Owner(3, -1, destroyed))
        try dispatcher.turn(dispatcher.patience)
        // The first one, and its successor; while it ran there was neither.
        #expect(destroyed.whileRunning == [] && destroyed.names == [10, 1])
      }
      try use()
      #expect(destroyed.names.sorted() == [1, 2, 3, 10, 11])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a timer's handler that puts another dispatcher in the place of its own is destroyed after the turn")
  func replacesItsDispatcher() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type, isRepeating: Bool) throws {
      var dispatcher = try Dispatcher<Loop, Replacer>(Loop.self)
      let destroyed = Destroyed()
      if isRepeating {
        try dispatcher.schedule(every: .nanoseconds(1), handler: Replacer(destroyed))
      } else {
        try dispatcher.schedule(at: .beginning, handler: Replacer(destroyed))
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(destroyed.whileRunning == [] && destroyed.names == [0])
    }
    for isRepeating in [false, true] {
      try check(EpollLoop.self, isRepeating: isRepeating)
      try check(UVLoop.self, isRepeating: isRepeating)
    }
  }

  @Test(
    "in the steady state neither registrations nor timers nor events allocate",
    .enabled(if: call_counts_has_allocations(), "a sanitizer has an allocator of its own"))
  func allocations() throws {
    var dispatcher = try Dispatcher<EpollLoop, OnlyReady>(EpollLoop.self)
    let pair = try Pair.sockets()
    func turn() throws {
      let token = try dispatcher.register(pair.near, for: .writable, handler: OnlyReady())
      try dispatcher.schedule(at: .beginning, handler: OnlyReady())
      let cancelled = try dispatcher.schedule(at: .endOfTime, handler: OnlyReady())
      try dispatcher.turn(.forever)
      dispatcher.cancel(cancelled)
      try dispatcher.deregister(token)
    }
    for _ in 0..<100 { try turn() }
    let before = call_counts_allocations()
    for _ in 0..<10_000 { try turn() }
    let allocations = call_counts_allocations() - before
    #expect(allocations == 0)
  }
}

/// What handlers were called with.
private final class Record {
  var events: [Event] = []
  var names: [String] = []
}

private struct Recorder: EventHandler {
  private let name: String
  private let record: Record
  private let callsBeforeEnd: Int

  init(_ name: String, _ record: Record, callsBeforeEnd: Int = .max) {
    self.name = name
    self.record = record
    self.callsBeforeEnd = callsBeforeEnd
  }

  func ready(
    _ token: Token, _ readiness: Readiness,
    _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {
    record.events.append(.ready(token, readiness))
    record.names.append(name)
  }

  func due(_ timer: TimerToken, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>) {
    record.events.append(.timer(timer))
    record.names.append(name)
    if record.events.count == callsBeforeEnd { dispatcher.cancel(timer) }
  }
}

/// Has no `due` of its own.
private struct OnlyReady: EventHandler {
  func ready(
    _ token: Token, _ readiness: Readiness,
    _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {}
}

/// The names of the handlers that are no more.
private final class Destroyed {
  var names: [Int] = []
  var whileRunning: [Int]?
}

/// Notes its end; if told so, ends its registration when called, and makes two others in its place.
private struct Owner: EventHandler, ~Copyable {
  private let name: Int
  private let descriptor: CInt
  private let destroyed: Destroyed
  private let endsItself: Bool

  init(_ name: Int, _ descriptor: CInt, _ destroyed: Destroyed, endsItself: Bool = false) {
    self.name = name
    self.descriptor = descriptor
    self.destroyed = destroyed
    self.endsItself = endsItself
  }

  deinit {
    destroyed.names.append(name)
  }

  func ready(
    _ token: Token, _ readiness: Readiness,
    _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {
    guard endsItself else { return }
    try? dispatcher.deregister(token)
    for successor in [10, 11] {
      // The later one replaces the earlier one, so that cells are taken and given back while this one runs.
      if let token = try? dispatcher.register(
        descriptor, for: [], handler: Owner(name * successor, descriptor, destroyed))
      {
        if successor == 10 { try? dispatcher.deregister(token) }
      }
    }
    destroyed.whileRunning = name == 1 ? destroyed.names : nil
  }
}

/// Puts a new dispatcher in the place of its own when it is due.
private struct Replacer: EventHandler, ~Copyable {
  private let destroyed: Destroyed

  init(_ destroyed: Destroyed) {
    self.destroyed = destroyed
  }

  deinit {
    destroyed.names.append(0)
  }

  func ready(
    _ token: Token, _ readiness: Readiness,
    _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {}

  func due<Loop: EventLoop & ~Copyable>(_ timer: TimerToken, _ dispatcher: inout Dispatcher<Loop, Self>) {
    guard let other = try? Dispatcher<Loop, Self>(Loop.self) else { return }
    dispatcher = other
    destroyed.whileRunning = destroyed.names
  }
}
