/// An error that a handler has thrown, and what the handler was called for.
public struct HandlerError<Failure: Error>: Error {
  /// What a handler is called for.
  public enum Source: Hashable, Sendable {
    /// The readiness of a registration, whose token it is.
    case registration(Token)

    /// A timer that was due, whose token it is.
    case timer(TimerToken)

    /// A wake.
    case wake

    /// A closure that was submitted.
    case submission
  }

  /// What the handler was called for.
  public let source: Source

  /// What it has thrown.
  public let failure: Failure

  /// Makes an error from its parts.
  @inlinable
  public init(_ source: Source, _ failure: Failure) {
    self.source = source
    self.failure = failure
  }
}

extension HandlerError.Source: CustomStringConvertible {
  /// The kind, with the token where there is one, such as `registration 7.1`.
  public var description: String {
    switch self {
    case .registration(let token): "registration \(token)"
    case .timer(let token): "timer \(token)"
    case .wake: "wake"
    case .submission: "submission"
    }
  }
}

extension HandlerError: Equatable where Failure: Equatable {}
