import EpollCore
import EventLoopAPI
import Glibc
import Testing
import UVBridge

@Suite("The dispatcher's handlers of registrations")
struct DispatcherRegistrationTests {
  @Test("a handler is called in every turn in which its registration is ready, with what holds")
  func called() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      var calls: [Event] = []
      let token = try dispatcher.register(pair.near, for: .readable) { _, token, readiness in
        calls.append(.ready(token, readiness))
      }
      try dispatcher.turn(.poll)
      #expect(calls == [])
      try pair.write()
      try dispatcher.turn(dispatcher.patience)
      try dispatcher.turn(.poll)
      #expect(calls == [.ready(token, .readable), .ready(token, .readable)])
      try pair.read(1)
      try dispatcher.turn(.poll)
      #expect(calls.count == 2)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("the interest and the trigger go to the loop, and can be changed under the same handler")
  func modified() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      var calls: [Readiness] = []
      let token = try dispatcher.register(pair.near, for: .writable, trigger: .oneShot) { _, _, readiness in
        calls.append(readiness)
      }
      try dispatcher.turn(dispatcher.patience)
      try dispatcher.turn(.poll)
      #expect(calls == [.writable])
      try pair.write()
      try dispatcher.modify(token, for: .readable)
      try dispatcher.turn(dispatcher.patience)
      try dispatcher.turn(.poll)
      #expect(calls == [.writable, .readable, .readable])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a handler may deregister itself, and still runs to its end")
  func deregistersItself() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let releases = Releases()
      var calls = 0
      let token = try dispatcher.register(pair.near, for: .writable) {
        [ticket = releases.ticket()] dispatcher, token, _ in
        try? dispatcher.deregister(token)
        // The box of this closure must outlive the call, and so what it has captured.
        calls += withExtendedLifetime(ticket) { releases.count == 0 ? 1 : 100 }
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == 1 && releases.count == 1)
      try dispatcher.turn(.poll)
      #expect(calls == 1 && releases.count == 1)
      #expect(throws: LoopError(.deregister, .notFound)) { try dispatcher.deregister(token) }
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a registration that another handler of the batch ends is not called any more")
  func deregistersAnother() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      var tokens: [Token] = []
      var calls: [Token] = []
      for descriptor in [pair.near, pair.far] {
        tokens.append(
          try dispatcher.register(descriptor, for: .writable) { dispatcher, token, _ in
            calls.append(token)
            for other in tokens where other != token { try? dispatcher.deregister(other) }
          })
      }
      try dispatcher.turn(dispatcher.patience)
      let survivor = try #require(calls.first)
      #expect(calls == [survivor])
      try dispatcher.turn(.poll)
      #expect(calls == [survivor, survivor])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("an event of the batch does not reach the handler that has taken its place")
  func takesAnothersPlace() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let descriptors = [pair.near, pair.far]
      var tokens: [Token] = []
      var newcomers: [Token] = []
      var calls = 0
      for descriptor in descriptors {
        tokens.append(
          try dispatcher.register(descriptor, for: .writable) { dispatcher, token, _ in
            calls += 1
            for (ended, descriptor) in zip(tokens, descriptors) where ended != token {
              try? dispatcher.deregister(ended)
              // Never ready: what calls it is an event of the former registration.
              let newcomer = try? dispatcher.register(descriptor, for: .readable) { _, _, _ in calls += 100 }
              newcomers = newcomer.map { [$0] } ?? []
            }
          })
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == 1)
      #expect(newcomers.count == 1 && tokens.contains { $0.index == newcomers.first?.index })
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a handler can be replaced, by itself and by another one of the batch")
  func replaced() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let releases = Releases()
      var tokens: [Token] = []
      var calls: [String] = []
      for descriptor in [pair.near, pair.far] {
        tokens.append(
          try dispatcher.register(descriptor, for: .writable) {
            [ticket = releases.ticket()] dispatcher, _, _ in
            for token in tokens {
              try? dispatcher.replaceHandler(of: token) { _, _, _ in calls.append("new") }
            }
            calls.append(withExtendedLifetime(ticket) { releases.count == 0 ? "old" : "too late" })
          })
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == ["old", "new"])
      #expect(releases.count == 2)
      try dispatcher.turn(.poll)
      #expect(calls == ["old", "new", "new", "new"])

      try dispatcher.deregister(tokens[0])
      #expect(throws: LoopError(.modify, .notFound)) {
        try dispatcher.replaceHandler(of: tokens[0]) { _, _, _ in }
      }
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a refused registration leaves nothing behind, and the first one as it was")
  func refused() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let releases = Releases()
      var calls = 0
      _ = try dispatcher.register(pair.near, for: .writable) { _, _, _ in calls += 1 }
      #expect(throws: LoopError(.register, .exists)) {
        _ = try dispatcher.register(pair.near, for: .writable) { [ticket = releases.ticket()] _, _, _ in
          calls += withExtendedLifetime(ticket) { 100 }
        }
      }
      #expect(releases.count == 1)
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == 1)
      #expect(dispatcher.statistics.registrations == 1)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("handlers may register many more while they run")
  func growsInATurn() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let pair = try Pair.sockets()
      let duplicates = try Duplicates(of: pair.far, count: 100)
      let releases = Releases()
      var calls = 0
      _ = try dispatcher.register(pair.near, for: .writable) {
        [ticket = releases.ticket()] dispatcher, token, _ in
        for descriptor in duplicates.descriptors {
          _ = try? dispatcher.register(descriptor, for: .writable) { _, _, _ in calls += 1 }
        }
        try? dispatcher.deregister(token)
        calls += withExtendedLifetime(ticket) { releases.count == 0 ? 0 : 1000 }
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(dispatcher.statistics.registrations == 100)
      try dispatcher.turn(dispatcher.patience)
      #expect(calls == 100)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("events with tokens that were never given are dropped, or reach the one handler of their place")
  func inventedTokens() throws {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    var calls: [Token] = []
    let token = Token(index: 20, generation: 3)
    script.tokens = [token]
    _ = try dispatcher.register(0, for: .readable) { _, token, _ in calls.append(token) }
    let elsewhere = [0, 19, 31, 32 + 21, .max].map { Token(index: $0, generation: 3) }
    let samePlace = [
      Token(index: 20, generation: 2), Token(index: 32 + 20, generation: 3),
      Token(index: 20 + 1 << 31, generation: 3),
    ]
    script.events = (elsewhere + samePlace + [token]).map { .ready($0, .readable) }
    try dispatcher.turn(.poll)
    #expect(calls == samePlace + [token])
  }

  @Test("a token whose place another registration has names no handler")
  func tokenOfAnEndedRegistration() throws {
    let script = ScriptedLoop.Script()
    var dispatcher = ClosureDispatcher(ScriptedLoop(script))
    let tokens = [Token(index: 1, generation: 1), Token(index: 1, generation: 2)]
    script.tokens = tokens
    var calls: [String] = []
    let first = try dispatcher.register(0, for: .readable) { _, _, _ in calls.append("first") }
    let second = try dispatcher.register(0, for: .readable) { _, _, _ in calls.append("second") }
    #expect(throws: LoopError(.modify, .notFound)) {
      try dispatcher.replaceHandler(of: first) { _, _, _ in }
    }
    try dispatcher.deregister(first)
    script.events = [.ready(second, .readable)]
    try dispatcher.turn(.poll)
    #expect(calls == ["second"])
  }
}

/// Other numbers for an open file, closed when they go.
private final class Duplicates {
  private(set) var descriptors: [CInt] = []

  init(of original: CInt, count: Int) throws {
    for _ in 0..<count {
      descriptors.append(try checked(dup(original)))
    }
  }

  deinit {
    for descriptor in descriptors { close(descriptor) }
  }
}
