/// Which mutants the scenarios have caught; its coding is part of docs/report-schema.md.
public struct MutationReport: Codable, Sendable {
  /// What became of one mutant.
  public struct Entry: Codable, Sendable {
    /// The mutant's id.
    public var id: String

    /// What is wrong with it.
    public var description: String

    /// The first scenario that told it from a loop that keeps the contract; nil if it lives.
    public var caughtBy: Catch?

    /// The scenarios that ran on it.
    public var scenarios = 0

    /// Those of them that caught it: one at most, unless all were run.
    public var catches = 0

    /// Whether no generated program can show its fault, so that none is run.
    public var isBeyondPrograms = false

    /// The number of the first generated program that caught it, from 1; nil if none did, or none were run.
    public var programs: Int?
  }

  /// A scenario that a mutant has failed.
  public struct Catch: Codable, Hashable, Sendable {
    /// The scenario's id.
    public var scenario: String

    /// The verdict.
    public var verdict: Verdict

    /// What differs, in the form in which a ledger declares it.
    public var differences: [String]
  }

  /// The version of the format.
  public var schema = 1

  /// Where it took place.
  public var environment: Environment

  /// Whether every scenario was run on every mutant, or just as many as it took.
  public var isExhaustive: Bool

  /// How many generated programs were run on each mutant, at most; nil for none.
  public var programs: Int?

  /// One entry for each mutant.
  public var mutants: [Entry]

  /// The mutants that live.
  public var survivors: [Entry] { mutants.filter { $0.caughtBy == nil } }

  /// The mutants that generated programs can show.
  var explorable: [Entry] { mutants.filter { !$0.isBeyondPrograms } }

  /// Whether generated programs have caught nine tenths of the mutants that they can show, if any were run.
  public var isExploredWell: Bool {
    programs == nil || explorable.count { $0.programs != nil } * 10 >= explorable.count * 9
  }
}
