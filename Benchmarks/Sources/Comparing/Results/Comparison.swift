public import Measuring

/// All that was measured in one run.
public struct Comparison: Hashable, Codable, Sendable {
  /// The version of the JSON's form.
  public var schema = 1

  /// When it began: the date, in UTC.
  public let date: String

  /// Where it was measured.
  public let machine: Machine

  /// How it was measured.
  public let settings: Contest.Settings

  /// Whether it is the quick form, whose samples are too short and too few to rank by.
  public let isQuick: Bool

  /// What came of each benchmark.
  public var benchmarks: [BenchmarkResult] = []

  /// What the smallest programs take on the disk.
  public var sizes: [ProgramSize] = []

  /// Begins one of which nothing is measured yet.
  public init(date: String, machine: Machine, settings: Contest.Settings, isQuick: Bool) {
    self.date = date
    self.machine = machine
    self.settings = settings
    self.isQuick = isQuick
  }
}
