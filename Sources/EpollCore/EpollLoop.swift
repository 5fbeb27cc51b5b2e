public import EventLoopAPI

/// The native loop: directly on epoll and eventfd, with nothing between.
///
/// A wait costs one system call, or two after the loop had to be made anew. Linux 5.11 and later time it in
/// nanoseconds; older kernels in milliseconds, never early.
public struct EpollLoop: EventLoop, ~Copyable {
  /// The loop's kernel object.
  var epoll: Epoll

  /// The live registrations.
  var registrations = RegistrationTable()

  /// The scheduled timers.
  var timers = TimerQueue()

  /// The batch in hand.
  var batch: EventBatch

  /// The part that wakers share with the loop.
  let wakeState: EpollWaker.State

  /// Whether the batch in hand ends with a wake.
  var wakeIsUnread = false

  /// Whether the kernel may hold watches of ended registrations, which only a new instance is rid of.
  var mayHaveGhosts = false

  var counts = Statistics()

  /// Makes a loop with nothing registered.
  ///
  /// - Throws: `LoopError` of operation `create`: `EMFILE` or `ENFILE` with no descriptor left, `ENOMEM`.
  public init(_ configuration: Configuration) throws(LoopError) {
    let wakeState = try EpollWaker.State()
    epoll = try Epoll.watching(wakeState)
    batch = EventBatch(capacity: configuration.batchCapacity)
    self.wakeState = wakeState
  }

  /// Schedules one report at or after a deadline, which may lie in the past.
  ///
  /// - Throws: never; the signature is the protocol's.
  public mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    timers.schedule(at: deadline)
  }

  /// Cancels a timer, and returns whether it was still to fire.
  @discardableResult
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    timers.cancel(timer)
  }

  /// The name `epoll` and the kernel's release.
  public static var identity: BackendIdentity {
    BackendIdentity(name: "epoll", mechanism: "Linux", version: KernelRelease.current)
  }

  /// Everything, natively; deadlines in nanoseconds.
  public static var capabilities: Capabilities {
    Capabilities(all: .native, timerResolution: .nanoseconds(1))
  }

  /// A handle that ends a wait from any thread or signal handler, by one write to an eventfd at most.
  public var waker: EpollWaker { EpollWaker(state: wakeState) }

  /// The epoll instance itself, which is readable when there is readiness or a wake to collect.
  public var pollDescriptor: CInt { epoll.descriptor }

  /// The earliest deadline, or nil if no timer is scheduled.
  public var nextDeadline: Instant? { timers.first }

  /// The current time of `CLOCK_MONOTONIC`.
  public var now: Instant { .current }

  /// Counts of what the loop holds and has done.
  public var statistics: Statistics {
    var result = counts
    result.registrations = registrations.count
    result.timers = timers.count
    return result
  }
}
