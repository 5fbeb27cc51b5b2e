/// A deliberately broken loop, which the scenarios have to tell from one that keeps the contract.
public struct Mutant: Sendable {
  /// The id by which commands and reports know it.
  public var id: String

  /// What is wrong with it, in one sentence.
  public var description: String

  /// The areas whose scenarios are about it, which are tried before the others.
  public var areas: [String]

  /// Whether no generated program can show the fault: it takes loops on several threads, or processes.
  public var isBeyondPrograms: Bool

  /// The program that runs scenarios on it.
  public var program: WorkerProgram

  /// Makes a mutant of its parts.
  public init(
    id: String, description: String, areas: [String] = [], isBeyondPrograms: Bool = false,
    program: WorkerProgram
  ) {
    self.id = id
    self.description = description
    self.areas = areas
    self.isBeyondPrograms = isBeyondPrograms
    self.program = program
  }

  /// The mutants that ids and globs name, each once, or all of them for no names.
  ///
  /// - Throws: ``MutantError`` for a name that fits none.
  public static func select(_ names: [String], from mutants: [Mutant]) throws(MutantError) -> [Mutant] {
    guard !names.isEmpty else { return mutants }
    for name in names where !mutants.contains(where: { Glob(name).matches($0.id) }) {
      throw .unknown(name)
    }
    return mutants.filter { mutant in names.contains { Glob($0).matches(mutant.id) } }
  }
}

/// Why mutants cannot be had.
public enum MutantError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No mutant has this id, or fits this glob.
  case unknown(String)

  /// What is wrong and how to mend it.
  public var description: String {
    switch self {
    case .unknown(let name): "no mutant '\(name)' ('conformance mutants --list' shows them)"
    }
  }
}
