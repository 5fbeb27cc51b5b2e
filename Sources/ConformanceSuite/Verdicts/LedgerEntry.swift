/// One declared difference: where it is seen, what is seen, and why.
public struct LedgerEntry: Hashable, Sendable {
  /// The backend's name.
  public var backend: String

  /// The id of a scenario, or a glob.
  public var pattern: String

  /// The versions of the backend's mechanism that have the difference.
  public var versions: VersionRange

  /// What is seen instead of what is expected: `step N: OUTCOME`, `crashed SIGNAL`, `timedOut` or `leak:
  /// WHAT`.
  public var observed: [String]

  /// Why it is a matter of luck whether it is seen; nil for what is always seen.
  public var luck: String?

  /// Why.
  public var reason: String

  /// Where that is written.
  public var citations: [String]

  /// The file that declares it.
  public var file: String

  /// The line it starts at.
  public var line: Int

  /// Whether runs without the difference are as declared, too.
  var isSometimes: Bool { luck != nil }

  func applies(to scenario: String) -> Bool {
    Glob(pattern).matches(scenario)
  }
}
