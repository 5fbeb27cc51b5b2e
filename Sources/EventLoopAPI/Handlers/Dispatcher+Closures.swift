extension Dispatcher where Loop: ~Copyable {
  /// Registers a descriptor, which stays the caller's, with the closure that is called when it is ready.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/register(_:for:trigger:)`` does, with nothing changed.
  @inlinable
  public mutating func register<Failure>(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger = .level,
    handler: @escaping ClosureHandler<Loop, Failure>.ReadinessHandler
  ) throws(LoopError) -> Token where Handler == ClosureHandler<Loop, Failure> {
    try register(descriptor, for: interest, trigger: trigger, handler: ClosureHandler(ready: handler))
  }

  /// Replaces the closure of a registration, also for events of the batch in hand.
  ///
  /// - Throws: ``LoopError`` of operation `modify`: `ENOENT` if the token names no live registration.
  @inlinable
  public mutating func replaceHandler<Failure>(
    of token: Token, with handler: @escaping ClosureHandler<Loop, Failure>.ReadinessHandler
  ) throws(LoopError) where Handler == ClosureHandler<Loop, Failure> {
    try replaceHandler(of: token, with: ClosureHandler(ready: handler))
  }

  /// Calls a closure once, at or after a deadline, which may lie in the past.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule<Failure>(
    at deadline: Instant, handler: @escaping ClosureHandler<Loop, Failure>.TimerHandler
  ) throws(LoopError) -> TimerToken where Handler == ClosureHandler<Loop, Failure> {
    try schedule(at: deadline, handler: ClosureHandler(due: handler))
  }

  /// Calls a closure once, after a time span from now.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule<Failure>(
    after span: Duration, handler: @escaping ClosureHandler<Loop, Failure>.TimerHandler
  ) throws(LoopError) -> TimerToken where Handler == ClosureHandler<Loop, Failure> {
    try schedule(after: span, handler: ClosureHandler(due: handler))
  }

  /// Calls a closure after each period from now, at least a nanosecond long, until it is cancelled.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule<Failure>(
    every period: Duration, handler: @escaping ClosureHandler<Loop, Failure>.TimerHandler
  ) throws(LoopError) -> TimerToken where Handler == ClosureHandler<Loop, Failure> {
    try schedule(every: period, handler: ClosureHandler(due: handler))
  }
}
