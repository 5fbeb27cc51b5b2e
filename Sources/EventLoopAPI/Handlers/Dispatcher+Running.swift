extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// Sets what is called when the loop's waker was used since the last call; nil for nothing.
  @inlinable
  public mutating func onWake(_ handler: WakeHandler?) {
    wakeHandler = handler
  }

  /// Waits once, and calls the handlers of what was found: readiness first, then timers, then the wake.
  ///
  /// Events that handlers nest in handlers would be bounded by the stack alone.
  ///
  /// - Precondition: no handler of this dispatcher is running.
  /// - Throws: ``LoopError`` of operation `wait`, as ``EventLoop/wait(_:)`` does; of operation `schedule` if
  ///   a repeating timer cannot be scheduled anew, which ends it. The events that are left come with the next
  ///   turn.
  @inlinable
  @inline(never)  // Together with its caller it would lack registers.
  public mutating func turn(_ limit: Wait) throws(LoopError) {
    // Keeps the running handlers alive even if one of them puts another dispatcher in the place of this one.
    let handlers = self.handlers
    handlers.beginTurn()
    defer { handlers.endTurn() }
    try loop.wait(limit)
    while let event = loop.next() {
      switch event {
      case .ready(let token, let readiness): handlers.call(token, readiness, &self)
      case .timer(let timer): try fire(timer)
      case .wake: wake()
      }
      guard self.handlers === handlers else { return }
    }
  }

  /// Takes turns until it is told to stop, whether anything is registered or not.
  ///
  /// - Precondition: no handler of this dispatcher is running.
  /// - Throws: ``LoopError``, as ``turn(_:)`` does.
  @inlinable
  public mutating func run() throws(LoopError) {
    while !isStopped {
      try turn(.forever)
    }
    isStopped = false
  }

  /// Ends ``run()`` after the turn in hand: the rest of its batch is handled.
  ///
  /// If it is not running, the next ``run()`` returns at once. From another thread, use the ``waker`` and
  /// stop in the wake handler.
  @inlinable
  public mutating func stop() {
    isStopped = true
  }

  @inlinable
  @inline(never)
  mutating func wake() {
    // A copy, which lives while it runs even if it sets another one.
    guard let handler = wakeHandler else { return }
    handler(&self)
  }
}
