/// Why something could not be measured.
public enum MeasuringError: Error, Hashable, CustomStringConvertible {
  /// A tool or program is not there; `remedy` says what to do about it.
  case missing(String, remedy: String)

  /// A program ended with another status than 0.
  case failed(command: String, status: Int32, message: String)

  /// A program printed something else than expected.
  case unreadable(command: String, output: String)

  /// Two counts of the same work are further apart than counts of instructions can be.
  case disagreeing(command: String, counts: [Double])

  /// A report cannot be written there.
  case unwritable(String, reason: String)

  /// The exit status that stands for it (sysexits.h).
  public var status: Int32 {
    switch self {
    case .missing: 69
    case .failed, .unreadable, .disagreeing: 70
    case .unwritable: 74
    }
  }

  /// The sentence for the user.
  public var description: String {
    switch self {
    case .missing(let what, let remedy): "\(what) is missing: \(remedy)"
    case .failed(let command, let status, let message):
      "`\(command)` ended with status \(status)" + (message.isEmpty ? "" : ": \(message)")
    case .unwritable(let place, let reason): "cannot write \(place): \(reason)"
    case .unreadable(let command, let output): "`\(command)` printed something unexpected: \(output)"
    case .disagreeing(let command, let counts):
      "two counts of `\(command)` differ: \(counts.map { "\($0)" }.joined(separator: ", ")) instructions"
    }
  }
}
