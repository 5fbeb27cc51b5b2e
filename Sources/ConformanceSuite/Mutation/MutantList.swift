/// Mutants as `conformance mutants --list` shows them; its coding is part of docs/report-schema.md.
public struct MutantList: Codable, Sendable {
  /// One mutant.
  public struct Entry: Codable, Sendable {
    /// The id.
    public var id: String

    /// What is wrong with it.
    public var description: String
  }

  /// The version of the format.
  public var schema = 1

  /// The mutants in the order given.
  public var mutants: [Entry]

  /// Makes a list.
  public init(_ mutants: [Mutant]) {
    self.mutants = mutants.map { Entry(id: $0.id, description: $0.description) }
  }

  /// One row for each mutant.
  public func text(_ style: Style = .plain) -> String {
    var table = TextTable()
    for mutant in mutants {
      table.append([(mutant.id, mutant.id), (mutant.description, style.dim(mutant.description))])
    }
    return table.text + "\n\(mutants.count) mutant\(mutants.count == 1 ? "" : "s")\n"
  }
}
