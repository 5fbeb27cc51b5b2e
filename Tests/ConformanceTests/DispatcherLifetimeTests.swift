import EpollCore
import EventLoopAPI
import Testing
import UVBridge

@Suite("The lifetimes of the dispatcher's handlers")
struct DispatcherLifetimeTests {
  @Test("outside a turn a handler is released when its registration ends or it is replaced")
  func outsideATurn() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let releases = Releases()
      let token = try dispatcher.register(pair.near, for: .readable, handler: releases.handler())
      #expect(releases.count == 0)
      try dispatcher.replaceHandler(of: token, with: releases.handler())
      #expect(releases.count == 1)
      try dispatcher.turn(.poll)
      #expect(releases.count == 1)
      try dispatcher.deregister(token)
      #expect(releases.count == 2)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("handlers that end during a turn are released at its end, each once")
  func atTheEndOfATurn() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let other = try Pair.sockets()
      let releases = Releases()
      let tokens = [
        try dispatcher.register(other.near, for: .readable, handler: releases.handler()),
        try dispatcher.register(other.far, for: .readable, handler: releases.handler()),
      ]
      var countInTurn: Int?
      _ = try dispatcher.register(pair.near, for: .writable) { dispatcher, _, _ in
        for token in tokens {
          try? dispatcher.replaceHandler(of: token, with: releases.handler())
          try? dispatcher.deregister(token)
        }
        countInTurn = releases.count
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(countInTurn == 0)
      #expect(releases.count == 4)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("all handlers are released with the dispatcher, each once")
  func withTheDispatcher() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      let releases = Releases()
      let pair = try Pair.sockets()
      func use() throws {
        var dispatcher = try ClosureDispatcher(Loop.self)
        _ = try dispatcher.register(pair.near, for: .readable, handler: releases.handler())
        _ = try dispatcher.register(pair.far, for: .readable, handler: releases.handler())
        let ticket = releases.ticket()
        dispatcher.onWake { _ in withExtendedLifetime(ticket) {} }
        try dispatcher.schedule(after: .seconds(100)) { _, _ in withExtendedLifetime(ticket) {} }
        try dispatcher.turn(.poll)
        #expect(releases.count == 0)
      }
      try use()
      #expect(releases.count == 3)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a handler that puts another dispatcher in its dispatcher's place runs to its end, and ends the turn")
  func replacesItsDispatcher() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let releases = Releases()
      var calls: [String] = []
      for descriptor in [pair.near, pair.far] {
        _ = try dispatcher.register(descriptor, for: .writable) {
          [ticket = releases.ticket()] dispatcher, _, _ in
          guard var other = try? ClosureDispatcher(Loop.self) else { return }
          _ = try? other.register(descriptor, for: .writable) { _, _, _ in calls.append("new") }
          dispatcher = other
          calls.append(withExtendedLifetime(ticket) { releases.count == 0 ? "old" : "too late" })
        }
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == ["old"])
      #expect(releases.count == 2)
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == ["old", "new"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("events that a new dispatcher's loop has ready do not reach the old one's handlers")
  func replacesItsDispatcherByABusyOne() throws {
    let scripts = [ScriptedLoop.Script(), ScriptedLoop.Script()]
    let token = Token(index: 1, generation: 1)
    for script in scripts {
      script.tokens = [token]
      script.events = [.ready(token, .readable)]
    }
    var calls: [String] = []
    var dispatcher = ClosureDispatcher(ScriptedLoop(scripts[0]))
    _ = try dispatcher.register(0, for: .readable) { dispatcher, _, _ in
      calls.append("old")
      dispatcher = ClosureDispatcher(ScriptedLoop(scripts[1]))
      _ = try? dispatcher.register(0, for: .readable) { _, _, _ in calls.append("new") }
    }
    try dispatcher.turn(.poll)
    #expect(calls == ["old"])
    try dispatcher.turn(.poll)
    #expect(calls == ["old", "new"])
  }

  @Test("a handler may put its dispatcher aside, use it there, and put it back")
  func setsItsDispatcherAside() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let releases = Releases()
      var tokens: [Token] = []
      var calls = 0
      for descriptor in [pair.near, pair.far] {
        tokens.append(
          try dispatcher.register(descriptor, for: .writable) {
            [ticket = releases.ticket()] dispatcher, _, _ in
            guard var aside = try? ClosureDispatcher(Loop.self) else { return }
            swap(&dispatcher, &aside)
            for token in tokens { try? aside.deregister(token) }
            try? dispatcher.turn(.poll)
            swap(&dispatcher, &aside)
            calls += withExtendedLifetime(ticket) { releases.count == 0 ? 1 : 100 }
          })
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == 1)
      #expect(releases.count == 2)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("what is released at the end of a turn may use the dispatcher that was put aside")
  func releasedIntoTheDispatcher() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let other = try Pair.sockets()
      let aside = Aside<Loop>()
      let releases = Releases()
      aside.tokens = [
        try dispatcher.register(other.near, for: .readable, handler: releases.handler()),
        try dispatcher.register(other.far, for: .readable, handler: releases.handler()),
      ]
      _ = try dispatcher.register(pair.near, for: .writable) { [user = aside.user()] dispatcher, token, _ in
        guard var other = try? ClosureDispatcher(Loop.self) else { return }
        try? dispatcher.deregister(token)
        swap(&dispatcher, &other)
        aside.dispatcher = consume other
        withExtendedLifetime(user) {}
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(releases.count == 2)
      aside.dispatcher = nil
      #expect(releases.count == 2)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a handler must not take a turn of its own dispatcher")
  func nestedTurn() async {
    await #expect(processExitsWith: .failure) {
      let script = ScriptedLoop.Script()
      var dispatcher = ClosureDispatcher(ScriptedLoop(script))
      try dispatcher.schedule(after: .zero) { dispatcher, _ in try? dispatcher.turn(.poll) }
      script.events = [.timer(TimerToken(index: 0, generation: 1))]
      try dispatcher.turn(.poll)
    }
  }
}

extension Releases {
  fileprivate func handler<Loop: EventLoop & ~Copyable>() -> ClosureHandler<Loop, Never>.ReadinessHandler {
    let ticket = ticket()
    return { _, _, _ in withExtendedLifetime(ticket) {} }
  }
}

/// A dispatcher that was put aside while its turn goes on.
private final class Aside<Loop: EventLoop & ~Copyable> {
  var dispatcher: ClosureDispatcher<Loop>?
  var tokens: [Token] = []

  /// What ends all registrations of the dispatcher when it is released.
  final class User {
    let aside: Aside

    init(_ aside: Aside) {
      self.aside = aside
    }

    deinit {
      for token in aside.tokens { try? aside.dispatcher?.deregister(token) }
    }
  }

  func user() -> User { User(self) }
}
