/// What mechanisms tell of objects in all kinds of states; its coding is part of docs/report-schema.md.
public struct ProbeReport: Codable, Sendable {
  /// What one mechanism tells.
  public struct Table: Codable, Sendable {
    /// The probe's name.
    public var name: String

    /// The mechanism, such as `libuv`.
    public var mechanism: String

    /// The mechanism's version at run time.
    public var version: String

    /// What is asked for, in the order of each row's answers.
    public var questions: [[String]]

    /// One row for each state.
    public var rows: [Row]
  }

  /// What is told of one state.
  public struct Row: Codable, Sendable {
    /// How a row came to its end.
    public enum Result: String, Codable, Sendable {
      /// There is an answer to each question.
      case answered
      /// The state could not be made here, or not watched.
      case refused
      /// The worker died of it.
      case crashed
      /// There was no answer in time.
      case timedOut
    }

    /// The state's name.
    public var state: String

    /// What it is, in words.
    public var description: String

    /// How it was made.
    public var steps: [String]

    /// How the row came to its end.
    public var result: Result

    /// Why there are no answers, if there are none.
    public var reason: String?

    /// The answers in the order of the table's questions.
    public var answers: [Answer] = []
  }

  /// The answer to one question.
  public struct Answer: Codable, Hashable, Sendable {
    /// What was asked for.
    public var asked: [String]

    /// What was told in each turn; nil for a turn that told nothing.
    public var told: [[String]?]
  }

  /// The version of the format.
  public var schema = 1

  /// Where it took place.
  public var environment: Environment

  /// One table for each mechanism.
  public var tables: [Table]

  /// Whether no state crashed a worker or kept it from answering.
  public var isComplete: Bool {
    tables.allSatisfy { $0.rows.allSatisfy { $0.result == .answered || $0.result == .refused } }
  }
}
