/// Why scenarios cannot be had.
public enum CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The suite's resources are not where they were built.
  case missingResources(String)

  /// A file or directory cannot be read, and why.
  case unreadable(String, String)

  /// No scenario has this id, or fits this glob.
  case unknown(String, nearest: String?)

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
    }
  }
}
