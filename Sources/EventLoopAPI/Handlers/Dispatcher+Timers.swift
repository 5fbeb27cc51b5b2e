extension Dispatcher where Loop: ~Copyable {
  /// Calls a handler once, at or after a deadline, which may lie in the past.
  ///
  /// Timers are called in the order of their deadlines, and equal deadlines in the order of scheduling. The
  /// token is spent when the handler is called.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule(
    at deadline: Instant, handler: @escaping TimerHandler
  ) throws(LoopError) -> TimerToken {
    timers.add(try loop.schedule(at: deadline), at: deadline, period: 0, handler)
  }

  /// Calls a handler once, after a time span from now.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule(
    after span: Duration, handler: @escaping TimerHandler
  ) throws(LoopError) -> TimerToken {
    try schedule(at: now + span, handler: handler)
  }

  /// Calls a handler after each period from now, at least a nanosecond long, until it is cancelled.
  ///
  /// Deadlines do not drift: each is the one before and a period, however late the calls are. If several have
  /// passed, there is one call for all of them, and the next deadline is the first one in the future.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule(
    every period: Duration, handler: @escaping TimerHandler
  ) throws(LoopError) -> TimerToken {
    let nanoseconds = (Instant.beginning + period).nanoseconds
    precondition(nanoseconds > 0, "a period must be at least a nanosecond")
    let deadline = now + period
    return timers.add(try loop.schedule(at: deadline), at: deadline, period: nanoseconds, handler)
  }

  /// Cancels a timer, and returns whether it was still to be called.
  ///
  /// It is not called any more, not even if it is due in the batch in hand.
  @inlinable
  @discardableResult
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    guard let scheduled = timers.remove(timer) else { return false }
    loop.cancel(scheduled)
    return true
  }

  /// Calls the handler of a timer that the loop reports.
  @inlinable
  mutating func fire(_ scheduled: TimerToken) throws(LoopError) {
    guard let place = timers.place(of: scheduled) else { return }
    let timer = timers.name(of: place)
    let handler = timers.slots[place].handler
    if timers.slots[place].period == 0 {
      _ = timers.remove(timer)
    } else {
      // Before the call, so that the handler can cancel it.
      try repeatTimer(at: place, timer)
    }
    handler?(&self, timer)
  }

  @inlinable
  mutating func repeatTimer(at place: Int, _ timer: TimerToken) throws(LoopError) {
    let deadline = timers.slots[place].deadlineFollowing(loop.now)
    do {
      timers.setScheduled(try loop.schedule(at: deadline), at: deadline, place: place)
    } catch {
      _ = timers.remove(timer)
      throw error
    }
  }
}
