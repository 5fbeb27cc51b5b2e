import EpollCore

/// The native loop, with something that happens just before and after each of its looks, and a note of what
/// it was asked for.
struct HookedLoop: EventLoop, ~Copyable {
  struct Configuration: LoopConfiguration {
    var batchCapacity = 256

    /// Is called before each look at the kernel.
    var beforeLook: @Sendable () -> Void = {}

    /// Is called after each look at the kernel.
    var afterLook: @Sendable () -> Void = {}

    /// Whether the kernel has still to hear of what is ready.
    var isStalled: @Sendable () -> Bool = { false }

    /// Whether its statistics stay at zero.
    var countsNothing = false

    /// Is called with the descriptor and the trigger of each registration.
    var onRegistering: @Sendable (CInt, Trigger) -> Void = { _, _ in }
  }

  private var loop: EpollLoop
  private let configuration: Configuration

  init(_ configuration: Configuration) throws(LoopError) {
    loop = try EpollLoop(EpollLoop.Configuration(batchCapacity: configuration.batchCapacity))
    self.configuration = configuration
  }

  static var identity: BackendIdentity { EpollLoop.identity }
  static var capabilities: Capabilities { EpollLoop.capabilities }
  var waker: EpollWaker { loop.waker }
  var pollDescriptor: CInt { loop.pollDescriptor }
  var nextDeadline: Instant? { loop.nextDeadline }
  var now: Instant { loop.now }
  var statistics: Statistics { configuration.countsNothing ? Statistics() : loop.statistics }

  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    configuration.onRegistering(descriptor, trigger)
    return try loop.register(descriptor, for: interest, trigger: trigger)
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    try loop.modify(token, for: interest, trigger: trigger)
  }

  mutating func deregister(_ token: Token) throws(LoopError) { try loop.deregister(token) }

  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    try loop.schedule(at: deadline)
  }

  mutating func cancel(_ timer: TimerToken) -> Bool { loop.cancel(timer) }

  mutating func wait(_ limit: Wait) throws(LoopError) {
    guard !configuration.isStalled() else { return }
    configuration.beforeLook()
    try loop.wait(limit)
    configuration.afterLook()
  }

  mutating func next() -> Event? { configuration.isStalled() ? nil : loop.next() }
}
