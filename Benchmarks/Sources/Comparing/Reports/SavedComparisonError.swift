/// Why a comparison that was saved cannot be had.
public enum SavedComparisonError: Error, Hashable, CustomStringConvertible {
  /// The file cannot be read, and why.
  case unreadable(String, String)

  /// The file holds something else, and how that shows.
  case notAComparison(String, String)

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "cannot read '\(path)': \(reason)"
    case .notAComparison(let path, let problem): "'\(path)' is no saved comparison: \(problem)"
    }
  }
}
