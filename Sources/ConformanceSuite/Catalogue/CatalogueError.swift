/// Why scenarios, a ledger or a report cannot be had.
public enum CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The suite's resources are not where they were built.
  case missingResources(String)

  /// A file or directory cannot be read, and why.
  case unreadable(String, String)

  /// No scenario has this id, or fits this glob.
  case unknown(String, nearest: String?)

  /// This scenario is written in Swift, where one of a file is needed.
  case inSwift(String)

  /// A directory holds no ledger.
  case missingLedger(String)

  /// A ledger's file is named after a backend that there is not.
  case unknownBackend(String, known: [String])

  /// A file is no report of this command, and why.
  case notAReport(String, of: String, String)

  /// What is wrong and how to mend it.
  public var description: String {
    switch self {
    case .missingResources(let path):
      "no scenarios at \(path): the folder TwinLoop_ConformanceSuite.resources belongs beside the program"
    case .unreadable(let path, let reason):
      "cannot read \(path): \(reason)"
    case .unknown(let name, let nearest):
      "no scenario '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
        + " ('conformance list' shows them; the name of a file ends in .scenario)"
    case .inSwift(let id):
      "\(id) is written in Swift, not in a file: it can be listed and run ('conformance run \(id)'), "
        + "not taken apart"
    case .missingLedger(let path):
      "no ledger in \(path): it has no file BACKEND.ledger (an empty one declares nothing)"
    case .unknownBackend(let path, let known):
      "\(path) is for no backend that there is: a ledger is named BACKEND.ledger, after one of "
        + known.joined(separator: ", ")
    case .notAReport(let path, let command, let reason):
      "\(path) is not a report that 'conformance \(command) --format json' wrote: \(reason)"
    }
  }
}
