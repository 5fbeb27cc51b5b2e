/// What came of a benchmark in one of its sizes.
public struct VariantResult: Hashable, Codable, Sendable {
  /// What tells it from the others.
  public let label: String

  /// Its size, where the benchmark is plotted against one.
  public let size: Int?

  /// For each operation, what each contestant needed.
  public let tables: [ComparisonTable]

  /// What was counted; empty if nothing was.
  public let counts: [OperationCounts]

  /// How long the answers took, where there are answers.
  public let latencies: [LatencySummary]
}
