internal import EpollModel

/// What a campaign came to; its coding is the JSON format that docs/report-schema.md describes.
public struct ExplorationReport: Codable, Sendable {
  /// The version of the format.
  public var schema = 1

  /// The machine.
  public var environment: Environment

  /// The backend.
  public var backend: BackendReport

  /// The seed of random programs; nil if all programs were looked at.
  public var seed: UInt64?

  /// How many steps a program has, at most if all were looked at.
  public var length: Int

  /// The names of the alphabet's sets.
  public var alphabet: [String]

  /// How many random programs the campaign has in all its parts; nil if all programs were looked at.
  public var size: Int?

  /// The parts of the campaign that the report is about.
  public var shards: Shards

  /// How many programs were run.
  public var programs: Int

  /// How long that took, in seconds; of reports that were merged the sum.
  public var seconds: Double

  /// How many different states of the model were reached: counted if all programs were looked at, otherwise
  /// about.
  public var states: Int

  /// Of all programs those that were looked at, and those that led where another had led; nil for random
  /// ones.
  public var enumerated: Enumerated?

  /// The model's rules by whether some program used them.
  public var rules: Rules

  /// The disagreements, those seen most often first.
  public var groups: [Group]

  /// Programs that disagree and belong to no group, as there was no time left to look into them.
  public var uninspected: Int

  /// The states in a form that can be merged.
  var sketch: StateSketch

  /// Parts of a campaign.
  public struct Shards: Codable, Hashable, Sendable {
    /// Their numbers, from 1, in ascending order.
    public var numbers: [Int]

    /// How many parts the campaign has.
    public var count: Int

    /// Whether they can be parts of a campaign.
    var isPlausible: Bool {
      (1...10_000).contains(count) && !numbers.isEmpty && numbers.allSatisfy((1...count).contains)
        && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }
  }

  /// The counts of an exhaustive search.
  public struct Enumerated: Codable, Hashable, Sendable {
    /// Programs that were looked at.
    public var programs: Int

    /// Those of them whose last step led to a state that was known.
    public var merged: Int
  }

  /// The names of the model's rules by whether some program used them.
  public struct Rules: Codable, Hashable, Sendable {
    /// Those that were used.
    public var covered: [String]

    /// Those that were not.
    public var uncovered: [String]
  }

  /// Programs that show the same disagreement.
  public struct Group: Codable, Hashable, Sendable {
    /// By what it shows.
    public var symptom: String

    /// How many programs show it.
    public var programs: Int

    /// The number of the first of them.
    public var first: Int

    /// The smallest program that shows it, as a scenario file.
    public var scenario: String

    /// What the model says that its steps lead to; nil for one that is not done.
    public var expected: [String?]

    /// What they led to on the backend, or how that ended.
    public var observed: String

    /// Whether it was seen again when the program was run once more; if not, it is not shrunk.
    public var isSeenAgain: Bool

    /// The declared difference that it is, if it is one.
    public var declaration: DisagreementGroup.Declaration?
  }

  /// Whether every disagreement is declared; of one that was not looked into nobody knows.
  public var isAsDeclared: Bool { uninspected == 0 && groups.allSatisfy { $0.declaration != nil } }
}

extension ExplorationReport.Rules {
  init(_ coverage: ModelCoverage) {
    covered = ModelRule.allCases.filter(coverage.contains).map(\.name)
    uncovered = ModelRule.allCases.filter { !coverage.contains($0) }.map(\.name)
  }

  mutating func formUnion(_ other: Self) {
    let all = ModelRule.allCases.map(\.name)
    let union = Set(covered).union(other.covered)
    covered = all.filter(union.contains)
    uncovered = all.filter { !union.contains($0) }
  }
}
