/// What is to be said of one scenario on one backend.
public enum Verdict: String, Codable, Hashable, Sendable, CaseIterable {
  /// Every step led to what Linux gives.
  case agrees

  /// Some step led to another outcome that the contract allows.
  case permitted

  /// It differs, as the ledger declares.
  case declared

  /// The backend lacks a trigger that the scenario needs.
  case unsupported

  /// It differs, and the ledger does not say so.
  case undeclared

  /// The ledger declares a difference that is not seen.
  case stale

  /// The worker process died of a signal or ended by itself.
  case crashed

  /// The scenario did not end in time.
  case timedOut

  /// Whether a run with this verdict has failed.
  public var isFailure: Bool {
    switch self {
    case .agrees, .permitted, .declared, .unsupported: false
    case .undeclared, .stale, .crashed, .timedOut: true
    }
  }
}
