/// What came of a benchmark.
public struct BenchmarkResult: Hashable, Codable, Sendable {
  /// The benchmark's name.
  public let id: String

  /// Its heading.
  public let title: String

  /// What is done.
  public let explanation: String

  /// What the values count.
  public let unit: Unit

  /// What came of its variants.
  public let variants: [VariantResult]

  init(_ benchmark: Benchmark, _ variants: [VariantResult]) {
    id = benchmark.id
    title = benchmark.title
    explanation = benchmark.explanation
    unit = benchmark.unit
    self.variants = variants
  }
}
