import EpollCore
import Synchronization

/// The native loop, which refuses what a test tells it to.
struct RefusingLoop: EventLoop, ~Copyable {
  /// What the test and the loop share.
  final class Script: Sendable {
    /// The operation that is refused with ENOMEM from now on.
    let refused = Mutex<LoopError.Operation?>(nil)

    fileprivate func check(_ operation: LoopError.Operation) throws(LoopError) {
      if refused.withLock({ $0 == operation }) { throw LoopError(operation, .outOfMemory) }
    }
  }

  struct Configuration: LoopConfiguration {
    var batchCapacity = 256
    var script = Script()
  }

  private var base: EpollLoop
  private let script: Script

  init(_ configuration: Configuration) throws(LoopError) {
    base = try EpollLoop()
    script = configuration.script
  }

  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    try script.check(.register)
    return try base.register(descriptor, for: interest, trigger: trigger)
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    try script.check(.modify)
    try base.modify(token, for: interest, trigger: trigger)
  }

  mutating func deregister(_ token: Token) throws(LoopError) {
    try base.deregister(token)
  }

  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    try script.check(.schedule)
    return try base.schedule(at: deadline)
  }

  mutating func cancel(_ timer: TimerToken) -> Bool {
    base.cancel(timer)
  }

  mutating func wait(_ limit: Wait) throws(LoopError) {
    try script.check(.wait)
    try base.wait(limit)
  }

  mutating func next() -> Event? {
    base.next()
  }

  static var identity: BackendIdentity { EpollLoop.identity }
  static var capabilities: Capabilities { EpollLoop.capabilities }
  var waker: EpollWaker { base.waker }
  var pollDescriptor: CInt { base.pollDescriptor }
  var nextDeadline: Instant? { base.nextDeadline }
  var now: Instant { base.now }
  var statistics: Statistics { base.statistics }
}
