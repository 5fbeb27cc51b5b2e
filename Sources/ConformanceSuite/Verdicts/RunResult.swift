/// What became of one scenario on one backend, before it is judged.
public struct RunResult: Hashable, Sendable {
  /// How it ended.
  public enum Ending: Hashable, Sendable {
    /// By itself.
    case finished

    /// Its worker died of this signal, such as `SIGABRT`, or left with a status.
    case crashed(String)

    /// It was stopped after the time allowed.
    case timedOut
  }

  /// How it ended.
  public var ending: Ending

  /// What each step led to, nil for one that was never done; empty unless it finished.
  public var outcomes: [Outcome?]

  /// The descriptors that were open after it and not before it, and `memory` if more is taken with every
  /// turn.
  public var leaks: [String]

  /// What a crashed worker wrote to standard error.
  public var complaint: String

  /// How long it took.
  public var nanoseconds: UInt64

  /// Makes a result from its parts.
  public init(
    _ ending: Ending, outcomes: [Outcome?] = [], leaks: [String] = [], nanoseconds: UInt64 = 0,
    complaint: String = ""
  ) {
    self.ending = ending
    self.outcomes = outcomes
    self.leaks = leaks
    self.nanoseconds = nanoseconds
    self.complaint = complaint
  }
}
