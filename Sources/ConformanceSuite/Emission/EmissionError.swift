/// Why a scenario cannot be written as a C program.
public struct EmissionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The step's number, from 1; nil if it is no step that is in the way.
  var step: Int?

  /// The step's line in the file, from 1.
  var line: Int?

  var message: String

  /// The place and the reason.
  public var description: String {
    guard let step, let line else { return message }
    return "step \(step), line \(line): \(message)"
  }
}

extension EmissionError {
  /// That a file contradicts the model.
  init(_ conflict: ModelConflict) {
    let reason =
      conflict.isEndless
      ? "nothing is left that could end the wait"
      : "the file says '\(conflict.written)', the model of Linux '\(conflict.predicted ?? "not done")'"
    self.init(
      step: conflict.step, line: conflict.line,
      message: reason + "; mend the file first ('conformance replay' without --emit says how)")
  }
}
