import EpollCore
import EventLoopAPI
import UVBridge

/// Counts those of its tickets that are gone.
final class Releases {
  private(set) var count = 0

  /// What a handler captures to show when it is released.
  final class Ticket {
    private let releases: Releases

    init(_ releases: Releases) {
      self.releases = releases
    }

    deinit {
      releases.count += 1
    }
  }

  func ticket() -> Ticket { Ticket(self) }
}

extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// Makes a dispatcher with a new loop.
  init(_: Loop.Type) throws {
    self.init(try Loop())
  }

  /// A limit that a turn with something to handle never reaches: a test fails there instead of hanging.
  var patience: Wait { .until(now + .seconds(20)) }
}

/// A loop whose events, time and refusals a test writes down, and that checks nothing.
struct ScriptedLoop: EventLoop, ~Copyable {
  /// What the test and the loop share.
  final class Script: @unchecked Sendable {
    var events: [Event] = []
    var now = Instant(nanoseconds: 1_000)
    var tokens: [Token] = []
    var deadlines: [Instant] = []
    /// Refused with ENOMEM.
    var refusedOperation: LoopError.Operation?
  }

  struct Configuration: LoopConfiguration {
    var batchCapacity = 256
    var script = Script()
  }

  struct Waker: LoopWaker {
    func wake() {}
  }

  private let script: Script

  init(_ configuration: Configuration) {
    script = configuration.script
  }

  init(_ script: Script) {
    self.script = script
  }

  static var identity: BackendIdentity { BackendIdentity(name: "script", mechanism: "test", version: "1") }
  static var capabilities: Capabilities { Capabilities(all: .native, timerResolution: .nanoseconds(1)) }

  private func check(_ operation: LoopError.Operation) throws(LoopError) {
    if script.refusedOperation == operation { throw LoopError(operation, .outOfMemory) }
  }

  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    try check(.register)
    return script.tokens.removeFirst()
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    try check(.modify)
  }

  mutating func deregister(_ token: Token) throws(LoopError) {
    try check(.deregister)
  }

  /// Names the timers by their order.
  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    try check(.schedule)
    script.deadlines.append(deadline)
    return TimerToken(index: UInt32(script.deadlines.count - 1), generation: 1)
  }

  mutating func cancel(_ timer: TimerToken) -> Bool { true }

  mutating func wait(_ limit: Wait) throws(LoopError) {
    try check(.wait)
  }

  mutating func next() -> Event? {
    script.events.isEmpty ? nil : script.events.removeFirst()
  }

  var waker: Waker { Waker() }
  var pollDescriptor: CInt { -1 }
  var nextDeadline: Instant? { script.deadlines.last }
  var now: Instant { script.now }
  var statistics: Statistics { Statistics() }
}
