extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// Sets what is called when the loop's waker was used since the last call; nil for nothing.
  ///
  /// What a ``remote`` asks for wakes the loop too, and so calls it.
  @inlinable
  public mutating func onWake(_ handler: WakeHandler?) {
    wakeHandler = handler
  }

  /// Waits once, and calls the handlers of what was found: readiness first, then timers, then the wake.
  ///
  /// With a wake, closures that were submitted run first. Events that handlers nest in handlers would be
  /// bounded by the stack alone.
  ///
  /// - Precondition: no handler of this dispatcher is running.
  /// - Throws: ``DispatchError``: the loop's error of operation `wait`, as ``EventLoop/wait(_:)`` gives it,
  ///   or of operation `schedule` if a repeating timer cannot be scheduled anew, which ends it; and what a
  ///   handler has thrown, unless ``onError(_:)`` keeps it. The events that are left come with the next turn.
  @inlinable
  @inline(never)  // Together with its caller it would lack registers.
  public mutating func turn(_ limit: Wait) throws(DispatchError<Handler.Failure>) {
    // Keeps the running handlers alive even if one of them puts another dispatcher in the place of this one.
    let handlers = self.handlers
    handlers.beginTurn()
    defer { handlers.endTurn() }
    do throws(LoopError) { try loop.wait(limit) } catch { throw .loop(error) }
    while let event = loop.next() {
      switch event {
      case .ready(let token, let readiness):
        do throws(Handler.Failure) {
          try handlers.call(token, readiness, &self)
        } catch {
          try settle(HandlerError(.registration(token), error))
        }
      case .timer(let timer): try fire(timer)
      case .wake: try wake()
      }
      guard self.handlers === handlers else { return }
    }
  }

  /// Takes turns until it is told to stop, whether anything is registered or not.
  ///
  /// - Precondition: no handler of this dispatcher is running.
  /// - Throws: ``DispatchError``, as ``turn(_:)`` does.
  @inlinable
  public mutating func run() throws(DispatchError<Handler.Failure>) {
    while !isStopped {
      try turn(.forever)
    }
    isStopped = false
  }

  /// Ends ``run()`` after the turn in hand: the rest of its batch is handled.
  ///
  /// If it is not running, the next ``run()`` returns at once. From another thread, use ``remote``; from a
  /// signal handler the ``waker``, and stop in the wake handler.
  @inlinable
  public mutating func stop() {
    isStopped = true
  }

  @inlinable
  @inline(never)
  mutating func wake() throws(DispatchError<Handler.Failure>) {
    let handlers = self.handlers
    do throws(DispatchError<Handler.Failure>) {
      try runSubmissions()
    } catch {
      // What is left, be it a submission or the handler's call, comes with the next turn.
      waker.wake()
      throw error
    }
    // A copy, which lives while it runs even if it sets another one.
    guard self.handlers === handlers, let handler = wakeHandler else { return }
    do throws(Handler.Failure) {
      try handler(&self)
    } catch {
      try settle(HandlerError(.wake, error))
    }
  }
}
