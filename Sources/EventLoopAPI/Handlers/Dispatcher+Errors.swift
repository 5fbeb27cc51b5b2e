extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// Sets what decides on the errors that handlers throw; nil to have ``turn(_:)`` and ``run()`` throw them.
  ///
  /// The owner's handler gets the dispatcher and the error, with what the failed handler was called for, and
  /// may do what any handler may: end the registration or timer, or stop the run.
  ///
  /// ```swift
  /// dispatcher.onError { dispatcher, error in
  ///   guard case .registration(let token) = error.source else { return .fail }
  ///   try? dispatcher.deregister(token)
  ///   return .resume
  /// }
  /// ```
  ///
  /// Refusals of the loop itself do not come here.
  @inlinable
  public mutating func onError(_ handler: ErrorHandler?) {
    errorHandler = handler
  }

  /// Lets the owner decide on an error; throws if it is to leave the turn.
  @inlinable
  @inline(never)
  mutating func settle(_ error: HandlerError<Handler.Failure>) throws(DispatchError<Handler.Failure>) {
    // A copy, which lives while it runs even if it sets another one.
    guard let handler = errorHandler, handler(&self, error) == .resume else { throw .handler(error) }
  }
}
