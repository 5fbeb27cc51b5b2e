/// One scenario: what is done to objects and to a loop, and what the loop must report.
public struct Scenario: Hashable, Sendable {
  /// Its path below the catalogue without the ending, such as `edge/partial-read-is-silent`.
  public var id: String

  /// What it shows, in one sentence.
  public var purpose: String

  /// Where the behaviour is written.
  public var citations: [String]

  /// The features it needs beside the triggers that it registers with, by the names of capabilities.
  public var neededFeatures: [String]

  /// The greatest number of readiness events in a batch, nil for the backend's own.
  public var batchCapacity: Int?

  /// The steps in order; reports number them from 1.
  public var steps: [Step]

  /// The text it was read from.
  public var source: String

  /// The first part of the id.
  public var area: String {
    id.split(separator: "/").first.map(String.init) ?? id
  }
}
