/// What ends a turn or a run of a dispatcher early.
///
/// The dispatcher can be run on: events of the batch that are left come with the next turn.
public enum DispatchError<Failure: Error>: Error {
  /// The loop refused.
  case loop(LoopError)

  /// A handler has thrown, and the owner's ``Dispatcher/onError(_:)`` has not kept the error.
  case handler(HandlerError<Failure>)
}

extension DispatchError: Equatable where Failure: Equatable {}

extension DispatchError where Failure == Never {
  /// The loop's refusal, where handlers throw nothing.
  @inlinable
  public var loopError: LoopError {
    switch self {
    case .loop(let error): return error
    case .handler(let error): switch error.failure {}
    }
  }
}

extension DispatchError where Failure == LoopError {
  /// The loop's refusal, whether the dispatcher met it or a handler.
  @inlinable
  public var loopError: LoopError {
    switch self {
    case .loop(let error): error
    case .handler(let error): error.failure
    }
  }
}
