/// What became of a claim.
public enum ClaimVerdict: String, Codable, Hashable, Sendable, CaseIterable {
  /// All that was observed is as claimed.
  case holds

  /// Under every condition something was observed that is not as claimed.
  case refuted

  /// All is as claimed under some conditions, and not under others.
  case depends

  /// It could not be tried.
  case undecided
}
