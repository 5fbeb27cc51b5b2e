/// Why states cannot be had.
public enum ProbeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No state has this name, or fits this glob.
  case unknownState(String)

  /// What is wrong and how to mend it.
  public var description: String {
    switch self {
    case .unknownState(let name):
      "no state '\(name)' ('conformance probe' without arguments shows them all)"
    }
  }
}
