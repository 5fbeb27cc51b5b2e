/// What a campaign came to.
public struct ExplorationReport: Sendable {
  /// The machine.
  public var environment: Environment

  /// The backend.
  public var backend: BackendReport

  /// The campaign's seed.
  public var seed: UInt64

  /// How many steps a program has.
  public var length: Int

  /// The alphabet's sets.
  public var alphabet: [String]

  /// How many programs were run.
  public var programs: Int

  /// The states and rules that they reached.
  var coverage: ExplorationCoverage

  /// The disagreements, those seen most often first.
  public var groups: [DisagreementGroup]

  /// How long it took.
  public var seconds: Double

  /// Whether every disagreement is declared.
  public var isAsDeclared: Bool { groups.allSatisfy { $0.declaration != nil } }
}
