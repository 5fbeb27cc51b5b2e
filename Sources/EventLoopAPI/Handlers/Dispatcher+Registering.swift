extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// Registers a descriptor, which stays the caller's unless the handler owns it, with the handler of its
  /// readiness.
  ///
  /// Hangup and error are reported whatever the interest, also for the empty one.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/register(_:for:trigger:)`` does, with nothing changed.
  @inlinable
  public mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger = .level,
    handler: consuming Handler
  ) throws(LoopError) -> Token {
    let token = try loop.register(descriptor, for: interest, trigger: trigger)
    handlers.put(handler, at: token)
    return token
  }

  /// Replaces the interest and the trigger of a registration, which keeps its handler, and arms it anew.
  ///
  /// - Throws: ``LoopError``, as ``EventLoop/modify(_:for:trigger:)`` does, with nothing changed.
  @inlinable
  public mutating func modify(
    _ token: Token, for interest: Interest, trigger: Trigger = .level
  ) throws(LoopError) {
    try loop.modify(token, for: interest, trigger: trigger)
  }

  /// Replaces the handler of a registration, also for events of the batch in hand.
  ///
  /// - Throws: ``LoopError`` of operation `modify`: `ENOENT` if the token names no live registration.
  @inlinable
  public mutating func replaceHandler(
    of token: Token, with handler: consuming Handler
  ) throws(LoopError) {
    guard handlers.contains(token) else { throw LoopError(.modify, .notFound) }
    handlers.put(handler, at: token)
  }

  /// Ends a registration at once, also for events of the batch in hand.
  ///
  /// - Throws: ``LoopError`` of operation `deregister`: `ENOENT` if the token names no live registration.
  @inlinable
  public mutating func deregister(_ token: Token) throws(LoopError) {
    try loop.deregister(token)
    handlers.remove(token)
  }
}
