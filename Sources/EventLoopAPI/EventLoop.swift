/// A readiness loop: descriptors, timers and wakes, collected by one call and read one event at a time.
///
/// Call ``wait(_:)`` to collect a batch and ``next()`` until it returns nil to read it:
///
/// ```swift
/// var loop = try EpollLoop()
/// let token = try loop.register(descriptor, for: .readable)
/// while true {
///   try loop.wait(.forever)
///   while let event = loop.next() { … }
/// }
/// ```
///
/// A loop is noncopyable and confined to its owner: the compiler forbids two threads to use it at once.
/// Only its ``waker`` is shared. The loop never calls back, so any call is legal between two calls of
/// ``next()``.
///
/// The laws that every backend keeps are in <doc:TheContract>. A backend that cannot keep one says so in its
/// capabilities.
public protocol EventLoop: ~Copyable, SendableMetatype {
  /// The type of the handle that ends a wait from elsewhere.
  associatedtype Waker: LoopWaker

  /// The type of the settings a loop is made with.
  associatedtype Configuration: LoopConfiguration

  /// The name and version of the backend in its default configuration.
  static var identity: BackendIdentity { get }

  /// What the backend offers in its default configuration.
  static var capabilities: Capabilities { get }

  /// The name and version of this loop, whose configuration may have chosen another profile.
  var identity: BackendIdentity { get }

  /// What this loop offers, whose configuration may have chosen another profile.
  var capabilities: Capabilities { get }

  /// Makes a loop with nothing registered.
  ///
  /// - Throws: ``LoopError`` of operation `create`: `EMFILE` or `ENFILE` with no descriptor left, `ENOMEM`.
  init(_ configuration: Configuration) throws(LoopError)

  /// Registers a descriptor, which stays the caller's: to close it, deregister it first.
  ///
  /// Hangup and error are reported whatever the interest, also for the empty one.
  ///
  /// - Throws: ``LoopError`` of operation `register`, with nothing changed: `EEXIST` if the descriptor is
  ///   registered already, `EBADF` if it is not open, `EPERM` if its kind cannot be waited for (a regular
  ///   file), `EINVAL` for a combination that the kernel refuses (exclusive with one-shot, priority or
  ///   peerClosed) and for an epoll instance that some 500 others watch, `ELOOP` for a cycle of epoll
  ///   instances, `ENOSPC` at the watch limit, `ENOMEM`, and `ENOTSUP` if the backend lacks the trigger.
  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token

  /// Replaces the interest and the trigger of a registration, and arms it anew.
  ///
  /// A registration that is ready at the call is reported by the next wait, in every trigger mode.
  ///
  /// - Throws: ``LoopError`` of operation `modify`, with nothing changed: `ENOENT` if the token names no
  ///   live registration or the descriptor's number now names another file, `EBADF` if the descriptor is
  ///   closed, `EINVAL` if the registration is exclusive or is to become so, and `ENOTSUP` if the backend
  ///   lacks the trigger.
  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError)

  /// Ends a registration at once, also for events of the batch in hand.
  ///
  /// It succeeds for a registration whose descriptor was closed early.
  ///
  /// - Throws: ``LoopError`` of operation `deregister`: `ENOENT` if the token names no live registration.
  mutating func deregister(_ token: Token) throws(LoopError)

  /// Schedules one report at or after a deadline, which may lie in the past.
  ///
  /// Timers are reported in the order of their deadlines, and equal deadlines in the order of scheduling.
  ///
  /// - Throws: ``LoopError`` of operation `schedule`: `ENOMEM`.
  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken

  /// Cancels a timer, and returns whether it was still to fire.
  ///
  /// A cancelled timer never fires, not even if it is due in the batch in hand.
  @discardableResult
  mutating func cancel(_ timer: TimerToken) -> Bool

  /// Collects one batch: blocks until there is an event, or until the limit has passed.
  ///
  /// Signals do not end it. If events of the last batch are still unread it returns at once and keeps them.
  ///
  /// - Throws: ``LoopError`` of operation `wait`: `EBADF` if the program has closed the loop's own
  ///   descriptor, unless the backend ends the process for that, as libuv does.
  mutating func wait(_ limit: Wait) throws(LoopError)

  /// The next event of the batch: readiness first, then timers, then the wake; nil at the end.
  mutating func next() -> Event?

  /// A handle that ends a wait from any thread or signal handler; it may outlive the loop.
  var waker: Waker { get }

  /// A descriptor that is readable when there is readiness or a wake to collect, for embedding in another
  /// loop.
  ///
  /// It does not tell of timers: give the other loop ``nextDeadline`` as its time-out. It belongs to this
  /// loop; -1 if the backend lacks that.
  var pollDescriptor: CInt { get }

  /// The earliest deadline, or nil if no timer is scheduled.
  var nextDeadline: Instant? { get }

  /// The current time of the clock that deadlines are read on, read anew at each use.
  var now: Instant { get }

  /// Counts of what the loop holds and has done.
  var statistics: Statistics { get }
}
