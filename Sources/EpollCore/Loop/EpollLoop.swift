public import EventLoopAPI

/// The native loop: directly on epoll and eventfd, with nothing between.
///
/// A wait costs one system call, or two after the loop had to be made anew. Linux 5.11 and later time it in
/// nanoseconds; older kernels in milliseconds, never early.
public struct EpollLoop: EventLoop, ~Copyable {
  /// The loop's kernel object.
  let epoll: Epoll

  /// Its number, for inlined code.
  @usableFromInline let instance: CInt

  /// The live registrations.
  @usableFromInline var registrations: RegistrationTable

  /// The scheduled timers.
  @usableFromInline var timers = TimerQueue()

  /// The batch in hand.
  @usableFromInline var batch: EventBatch

  /// Whether the batch in hand has not been read to its end.
  var isReading = false

  /// Whether the batch in hand ends with a wake.
  var wakeIsUnread = false

  /// The part that wakers share with the loop.
  let wakeState: EpollWaker.State

  /// The changes of interest that the kernel has still to be told of.
  var changes = ChangeList()

  /// Whether the kernel holds a watch that nobody can name any more, which only a new instance is rid of.
  var hasGhost = false

  /// What was done; its readiness events include those of the batch that are unread.
  @usableFromInline var counts = Statistics()

  /// Makes a loop with nothing registered.
  ///
  /// - Throws: `LoopError` of operation `create`: `EMFILE` or `ENFILE` with no descriptor left, `ENOMEM`.
  public init(_ configuration: Configuration) throws(LoopError) {
    try self.init(configuration, firstGeneration: RegistrationTable.nextFirstGeneration())
  }

  /// Makes a loop whose tokens begin with a generation, which tests choose.
  init(_ configuration: Configuration, firstGeneration: UInt32) throws(LoopError) {
    let wakeState = try EpollWaker.State()
    let epoll = try Epoll.watching(wakeState)
    instance = epoll.descriptor
    self.epoll = epoll
    batch = EventBatch(capacity: configuration.batchCapacity)
    registrations = RegistrationTable(firstGeneration: firstGeneration, reserved: wakeState.descriptor)
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

  /// Gives back the memory that the live registrations and the scheduled timers do not need.
  ///
  /// Tables grow by doubling and are kept for reuse otherwise: 16 bytes for each descriptor's number
  /// up to the greatest one that was registered, and 24 to 56 for a timer (see `TimerQueue`).
  public mutating func shrink() {
    registrations.shrink()
    timers.shrink()
    changes.shrink()
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
  public var waker: EpollWaker {
    wakeState.share()
    return EpollWaker(state: wakeState)
  }

  /// The epoll instance itself, which is readable when there is readiness or a wake to collect.
  ///
  /// It is for watching alone: what is put into it or taken out of it otherwise is at the loop's expense.
  /// From the first use on, a wake writes to the eventfd also while the loop does not wait.
  public var pollDescriptor: CInt {
    wakeState.share()
    wakeState.showWakes()
    return epoll.descriptor
  }

  /// The earliest deadline, or nil if no timer is scheduled.
  public var nextDeadline: Instant? { timers.first }

  /// The current time of `CLOCK_MONOTONIC`.
  public var now: Instant { .current }

  /// Counts of what the loop holds and has done.
  @inlinable
  public var statistics: Statistics {
    var result = counts
    result.readinessEvents -= UInt64(batch.unreadCount)
    result.registrations = registrations.count
    result.timers = timers.count
    return result
  }
}
