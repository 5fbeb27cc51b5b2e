/// A loop with handlers, which are called with what the loop finds.
///
/// Handlers are values of one type of the application's:
///
/// ```swift
/// var dispatcher = Dispatcher<EpollLoop, Connection>(try EpollLoop())
/// _ = try dispatcher.register(descriptor, for: .readable, handler: Connection(descriptor))
/// try dispatcher.run()
/// ```
///
/// or closures:
///
/// ```swift
/// var dispatcher = ClosureDispatcher(try EpollLoop())
/// _ = try dispatcher.register(descriptor, for: .readable) { dispatcher, token, readiness in … }
/// try dispatcher.run()
/// ```
///
/// A handler gets the dispatcher and may call all of it but ``turn(_:)`` and ``run()``: it may register,
/// modify, deregister (also itself), schedule, cancel and stop. What it ends is not called any more, not even
/// for events of the batch in hand. It uses the dispatcher that it is given: naming the outer variable in a
/// closure is a second access to it, which the runtime ends the program for.
///
/// What a handler throws goes where the owner says (``onError(_:)``); if nothing is said, ``run()`` throws
/// it, with what the handler was called for. The type of the errors is the handlers'
/// ``EventHandler/Failure``, for a ``ThrowingClosureDispatcher`` its second parameter.
///
/// A handler is kept until its registration or timer has ended; one that ends during a turn, until the end of
/// that turn. Then, and with the dispatcher, it is destroyed. If a handler puts another dispatcher in the
/// place of the one it got, the turn ends with it.
///
/// An event costs no allocation, and in the steady state nor does a registration or a timer, but for what a
/// closure captures. Like its loop, a dispatcher is noncopyable and confined to its owner; only its ``waker``
/// and its ``remote`` are shared.
///
/// For authors of loops: it keeps its handlers in tables by ``Token/index`` and ``TimerToken/index``, which
/// should therefore be small and used again. It relies on the contract that a reported registration is live.
/// A loop that reports another one may have the handler called that is at its place; memory stays safe.
public struct Dispatcher<Loop: EventLoop & ~Copyable, Handler: EventHandler & ~Copyable>: ~Copyable {
  /// What is called after a wake, with the dispatcher.
  public typealias WakeHandler = (inout Dispatcher) throws(Handler.Failure) -> Void

  /// What decides on an error that a handler has thrown, with the dispatcher.
  public typealias ErrorHandler = (inout Dispatcher, HandlerError<Handler.Failure>) -> ErrorDecision

  /// The loop, which only the dispatcher uses: every token it gives is in a table below.
  @usableFromInline var loop: Loop

  /// The handlers of the registrations.
  @usableFromInline let handlers = HandlerTable<Handler>()

  /// The timers and their handlers.
  @usableFromInline var timers = DispatchedTimers<Handler>()

  /// What other threads have submitted.
  @usableFromInline let submissions = SubmissionQueue()

  @usableFromInline var wakeHandler: WakeHandler?
  @usableFromInline var errorHandler: ErrorHandler?

  /// Whether ``run()`` is to end.
  @usableFromInline var isStopped = false

  /// Takes over a loop, which should have nothing registered: events without a handler are dropped.
  @inlinable
  public init(_ loop: consuming Loop) {
    self.loop = loop
  }

  /// Ends all timers, of which one may have replaced the dispatcher and still be running.
  @inlinable
  deinit {
    submissions.close()
    for slot in timers.slots {
      if let cell = slot.cell { handlers.retire(cell) }
    }
  }
}

extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// A handle that ends a wait from any thread or signal handler; the wake handler is then called.
  @inlinable
  public var waker: Loop.Waker { loop.waker }

  /// A descriptor that is readable when a turn has readiness or a wake to handle.
  ///
  /// It is for embedding in another loop and does not tell of timers: give that loop ``nextDeadline`` as its
  /// time-out. It belongs to the loop.
  @inlinable
  public var pollDescriptor: CInt { loop.pollDescriptor }

  /// The earliest deadline, or nil if no timer is scheduled.
  @inlinable
  public var nextDeadline: Instant? { loop.nextDeadline }

  /// The current time of the clock that deadlines are read on, read anew at each use.
  @inlinable
  public var now: Instant { loop.now }

  /// Counts of what the loop holds and has done.
  @inlinable
  public var statistics: Statistics { loop.statistics }

  /// The name and version of the loop.
  @inlinable
  public var identity: BackendIdentity { loop.identity }

  /// What the loop offers.
  @inlinable
  public var capabilities: Capabilities { loop.capabilities }

  /// Lends the loop to a closure, for what only its type has to tell; any handler may ask for it.
  ///
  /// ```swift
  /// var dispatcher = ClosureDispatcher(try TracingLoop<EpollLoop>())
  /// …
  /// try dispatcher.withLoop { loop in try loop.writeTrace(to: "trace.scenario") }
  /// ```
  ///
  /// The loop can be read there and not changed: what is registered and scheduled is the dispatcher's, which
  /// has the handlers.
  ///
  /// - Throws: what the closure throws.
  @inlinable
  public func withLoop<Value: ~Copyable, Failure: Error>(
    _ body: (borrowing Loop) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(loop)
  }
}
