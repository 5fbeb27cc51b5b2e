/// Why a run cannot take place.
public enum SuiteError: Error, Sendable, CustomStringConvertible {
  /// A backend's worker cannot be started or cannot make a loop.
  case unavailable(backend: String, reason: String, advice: String)

  /// A worker answered with something that is not an answer.
  case broken(backend: String, reason: String)

  /// What is wrong and how to mend it.
  public var description: String {
    switch self {
    case .unavailable(let backend, let reason, let advice):
      "the backend '\(backend)' is unavailable: \(reason)" + (advice.isEmpty ? "" : "; \(advice)")
    case .broken(let backend, let reason):
      "the worker of the backend '\(backend)' failed: \(reason)"
    }
  }
}
