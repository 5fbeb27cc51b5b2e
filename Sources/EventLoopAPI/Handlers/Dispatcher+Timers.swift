extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// Calls a handler once, at or after a deadline, which may lie in the past.
  ///
  /// Timers are called in the order of their deadlines, and equal deadlines in the order of scheduling. The
  /// token is spent when the handler is called.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule(
    at deadline: Instant, handler: consuming Handler
  ) throws(LoopError) -> TimerToken {
    let scheduled = try loop.schedule(at: deadline)
    return timers.add(scheduled, at: deadline, period: 0, handlers.cell(for: 0, handler))
  }

  /// Calls a handler once, after a time span from now.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule(
    after span: Duration, handler: consuming Handler
  ) throws(LoopError) -> TimerToken {
    try schedule(at: now + span, handler: handler)
  }

  /// Calls a handler after each period from now, at least a nanosecond long, until it is cancelled.
  ///
  /// Deadlines do not drift: the one of number k is k periods after the start, however late the calls are. If
  /// several have passed, there is one call for all of them, and the next deadline is the first one in the
  /// future. So a handler that has to know how many there were divides the time by the period.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/schedule(at:)`` does, with nothing changed.
  @inlinable
  @discardableResult
  public mutating func schedule(
    every period: Duration, handler: consuming Handler
  ) throws(LoopError) -> TimerToken {
    let nanoseconds = (Instant.beginning + period).nanoseconds
    precondition(nanoseconds > 0, "a period must be at least a nanosecond")
    let deadline = now + period
    let scheduled = try loop.schedule(at: deadline)
    return timers.add(scheduled, at: deadline, period: nanoseconds, handlers.cell(for: 0, handler))
  }

  /// Cancels a timer, and returns whether it was still to be called.
  ///
  /// It is not called any more, not even if it is due in the batch in hand.
  @inlinable
  @discardableResult
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    guard let (scheduled, cell) = timers.remove(timer) else { return false }
    loop.cancel(scheduled)
    handlers.retire(cell)
    return true
  }

  /// Calls the handler of a timer that the loop reports.
  @inlinable
  @inline(never)  // Inlined, it would take registers from the events of registrations.
  mutating func fire(_ scheduled: TimerToken) throws(DispatchError<Handler.Failure>) {
    guard let place = timers.place(of: scheduled), let cell = timers.slots[place].cell else { return }
    let timer = timers.name(of: place)
    // Before the call, so that the handler finds the token spent, or can cancel the repetition.
    if timers.slots[place].period == 0 {
      end(timer)
    } else {
      do throws(LoopError) { try repeatTimer(at: place, timer) } catch { throw .loop(error) }
    }
    do throws(Handler.Failure) {
      try cell.pointee.handler.due(timer, &self)
    } catch {
      try settle(HandlerError(.timer(timer), error))
    }
  }

  @inlinable
  mutating func repeatTimer(at place: Int, _ timer: TimerToken) throws(LoopError) {
    let deadline = timers.slots[place].deadlineFollowing(loop.now)
    do {
      timers.setScheduled(try loop.schedule(at: deadline), at: deadline, place: place)
    } catch {
      end(timer)
      throw error
    }
  }

  /// Ends a timer that the loop does not have any more.
  @inlinable
  mutating func end(_ timer: TimerToken) {
    if let (_, cell) = timers.remove(timer) { handlers.retire(cell) }
  }
}
