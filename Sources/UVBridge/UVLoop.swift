internal import CUV
public import EventLoopAPI

/// The libuv loop: uv_poll_t, uv_timer_t and uv_async_t behind the same protocol as the native one.
///
/// It has two profiles. The bridged one, which is the default, honours the whole contract and supplies beside
/// libuv what libuv lacks. The raw one shows libuv as it is, so that its own semantics can be reported.
///
/// A child made by fork(3) shares the loop's epoll set with its parent. There a bridged loop refuses
/// `register`,
/// `modify`, `deregister` and `wait` with `ESTALE`, and changes nothing of the parent's when it is destroyed;
/// the child can make a loop of its own. A raw loop is for libuv to protect, which does not.
public struct UVLoop: EventLoop, ~Copyable {
  private enum Implementation {
    case bridged(BridgedState)
    case raw(RawState)
  }

  /// Callbacks of libuv reach this state by a pointer, so it is an object and not a part of the struct.
  private let implementation: Implementation

  /// The readiness to be told next, for inlined code; raw, always the mark.
  @usableFromInline let ready: UnsafeMutablePointer<ReadyCursor>

  /// Makes a loop with nothing registered.
  ///
  /// Source: uv_loop_init, uv_async_init.
  ///
  /// - Throws: `LoopError` of operation `create`: `EMFILE` or `ENFILE` with no descriptor left, `ENOMEM`.
  public init(_ configuration: Configuration) throws(LoopError) {
    switch configuration.profile {
    case .bridged:
      let state = try BridgedState(batchCapacity: configuration.batchCapacity)
      implementation = .bridged(state)
      ready = state.batch.cursor
    case .raw:
      let state = try RawState()
      implementation = .raw(state)
      ready = state.nothingReady
    }
  }

  /// Makes a loop on a `uv_loop_t` that the application runs handles of its own on.
  ///
  /// Those go on working: their callbacks are called by ``wait(_:)``, which runs the loop. The epoll set of
  /// the
  /// loop is left as it is but for one descriptor, behind which all registrations are: so nothing that
  /// happens
  /// to them is felt by the application's handles, and a wait with readiness costs one more system call.
  /// ``pollDescriptor`` is the loop's own, and also tells of the application's handles. A wait goes on to its
  /// limit after one of their callbacks calls uv_stop: to end it, use the ``waker``.
  ///
  /// When this loop ends, its three handles are closing, and let go of their memory in the next turn that the
  /// application runs: as with any `uv_close`, uv_loop_close answers `UV_EBUSY` before that. In a forked
  /// child they are left as they are.
  ///
  /// Source: uv_async_init, uv_timer_init, uv_poll_init.
  ///
  /// - Parameter loop: a pointer to an initialised `uv_loop_t`. It is used on one thread, it outlives this
  ///   loop, and while there is this loop nothing else runs it, and none of its callbacks uses this loop. The
  ///   type is not named here so that nobody needs libuv's headers who has no such loop.
  /// - Parameter configuration: of profile `bridged`.
  /// - Throws: `LoopError` of operation `create`: `ENOMEM`.
  public init(
    adopting loop: UnsafeMutableRawPointer, _ configuration: Configuration = Configuration()
  ) throws(LoopError) {
    precondition(configuration.profile == .bridged, "an adopted loop is bridged")
    let state = try BridgedState(
      batchCapacity: configuration.batchCapacity,
      // Safety: the caller vouches for the type.
      adopting: loop.assumingMemoryBound(to: uv_loop_t.self)
    )
    implementation = .bridged(state)
    ready = state.batch.cursor
  }

  deinit {
    switch implementation {
    case .bridged(let state): state.close()
    case .raw(let state): state.close()
    }
  }

  /// Registers a descriptor, which stays the caller's: to close it, deregister it first.
  ///
  /// Bridged, it is known to the kernel when the call returns, and its open file keeps its mode. Raw, libuv
  /// tells the kernel at the next wait, and leaves `O_NONBLOCK` set.
  ///
  /// Source: uv_poll_init, uv_poll_start; epoll_ctl(2).
  ///
  /// - Throws: `LoopError` of operation `register`, with nothing changed: `EEXIST`, `EBADF`, `EPERM`,
  ///   `EINVAL`, `ELOOP`, `ENOSPC`, `ENOMEM` and, for the first registration that libuv cannot hold,
  ///   `EMFILE`; raw, `ENOTSUP` for any trigger but level.
  public mutating func register(
    _ descriptor: CInt,
    for interest: Interest,
    trigger: Trigger
  ) throws(LoopError) -> Token {
    switch implementation {
    case .bridged(let state): try state.register(descriptor, for: interest, trigger: trigger)
    case .raw(let state): try state.register(descriptor, for: interest, trigger: trigger)
    }
  }

  /// Replaces the interest and the trigger of a registration, and arms it anew.
  ///
  /// Source: uv_poll_start; epoll_ctl(2).
  ///
  /// - Throws: `LoopError` of operation `modify`, with nothing changed: `ENOENT`, `EBADF`, `EINVAL` as the
  ///   protocol says; raw, `ENOTSUP` for any trigger but level.
  public mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    switch implementation {
    case .bridged(let state): try state.modify(token, for: interest, trigger: trigger)
    case .raw(let state): try state.modify(token, for: interest, trigger: trigger)
    }
  }

  /// Ends a registration at once, also for events of the batch in hand.
  ///
  /// Source: uv_close; epoll_ctl(2).
  ///
  /// - Throws: `LoopError` of operation `deregister`: `ENOENT` if the token names no live registration.
  public mutating func deregister(_ token: Token) throws(LoopError) {
    switch implementation {
    case .bridged(let state): try state.deregister(token)
    case .raw(let state): try state.deregister(token)
    }
  }

  /// Collects one batch: blocks until there is an event, or until the limit has passed.
  ///
  /// Raw, it is one turn of libuv, which may end early under repeated signals.
  ///
  /// Source: uv_run.
  ///
  /// - Throws: `LoopError` of operation `wait`: bridged, `EMFILE` or `ENOMEM` if a set had to be made anew
  ///   and could not be: the next wait tries again. `ENOTRECOVERABLE` if libuv gave up its set and got none
  ///   in its place: then every later operation is refused so, and the loop can only be destroyed. `ESTALE`
  ///   in a forked child. If the program has closed the loop's own descriptor, libuv ends the process.
  public mutating func wait(_ limit: Wait) throws(LoopError) {
    switch implementation {
    case .bridged(let state): try state.wait(limit)
    case .raw(let state): state.wait(limit)
    }
  }

  /// The next event of the batch; bridged, readiness first, then timers, then the wake; raw, in libuv's
  /// order.
  @inlinable
  public mutating func next() -> Event? {
    let place = ready.pointee.next
    let entry = place.pointee
    if !entry.readiness.isEmpty {
      // Not by `+=`, for which Swift 6.3 makes code that is refused by itself under the thread sanitizer.
      ready.pointee.next = place + 1
      return .ready(entry.token, entry.readiness)
    }
    return nextOutOfTheOrdinary()
  }

  @usableFromInline
  mutating func nextOutOfTheOrdinary() -> Event? {
    switch implementation {
    case .bridged(let state): state.nextOutOfTheOrdinary()
    case .raw(let state): state.next()
    }
  }

  /// Schedules one report at or after a deadline, which may lie in the past.
  ///
  /// Source: raw, uv_timer_start.
  ///
  /// - Throws: `LoopError` of operation `schedule`: never; the signature is the protocol's.
  public mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    switch implementation {
    case .bridged(let state): state.timers.schedule(at: deadline)
    case .raw(let state): state.schedule(at: deadline)
    }
  }

  /// Cancels a timer, and returns whether it was still to fire.
  @discardableResult
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    switch implementation {
    case .bridged(let state): state.timers.cancel(timer)
    case .raw(let state): state.cancel(timer)
    }
  }

  /// A handle that ends a wait from any thread or signal handler; it may outlive the loop.
  ///
  /// Source: uv_async_send.
  public var waker: UVWaker {
    switch implementation {
    case .bridged(let state): UVWaker(gate: state.gate)
    case .raw(let state): UVWaker(gate: state.gate)
    }
  }

  /// A descriptor that is readable when there is readiness or a wake to collect, for embedding in another
  /// loop.
  ///
  /// It belongs to this loop. Bridged, it may be another one after a rebuild that `statistics` counts, and
  /// even
  /// under the same number an outer epoll instance has to be told of it anew; an adopted loop's stays. Raw,
  /// it tells nothing of registrations made since the last wait.
  ///
  /// Source: uv_backend_fd.
  public var pollDescriptor: CInt {
    switch implementation {
    case .bridged(let state): state.libuv.pollDescriptor
    case .raw(let state): state.libuv.pollDescriptor
    }
  }

  /// The earliest deadline, or nil if no timer is scheduled.
  public var nextDeadline: Instant? {
    switch implementation {
    case .bridged(let state): state.timers.first
    case .raw(let state): state.nextDeadline
    }
  }

  /// The current time of `CLOCK_MONOTONIC`; source: uv_hrtime.
  public var now: Instant { .current }

  /// Counts of what the loop holds and has done.
  public var statistics: Statistics {
    switch implementation {
    case .bridged(let state): state.statistics
    case .raw(let state): state.statistics
    }
  }

  /// The name and version of this loop's profile.
  public var identity: BackendIdentity {
    switch implementation {
    case .bridged: Self.identity
    case .raw: Self.rawIdentity
    }
  }

  /// What this loop's profile offers.
  public var capabilities: Capabilities {
    switch implementation {
    case .bridged: Self.capabilities
    case .raw: Self.rawCapabilities
    }
  }
}
