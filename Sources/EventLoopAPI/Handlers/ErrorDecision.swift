/// What becomes of an error that a handler has thrown.
public enum ErrorDecision: Hashable, Sendable {
  /// The error is dealt with: the turn goes on with the next event.
  case resume

  /// The turn ends, and throws the error; so does the run.
  case fail
}
