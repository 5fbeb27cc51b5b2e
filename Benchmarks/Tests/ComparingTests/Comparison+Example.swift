@testable import Comparing
@testable import Measuring

extension Comparison {
  /// A comparison of one benchmark in one size, with the samples of three rounds each.
  static func example(
    id: String = "ready", operations: [String] = ["event"], label: String = "n = 100", size: Int? = 100,
    latencies: [LatencySummary] = [], _ samples: [(Implementation, [Double])]
  ) -> Comparison {
    let variant = Variant(
      label, size: size, .process, .fixed(1), by: samples.map(\.0), counted: nil)
    let tables = operations.map { ComparisonTable(operation: $0, samples.map { ($0.0, $0.1) }) }
    let result = VariantResult(
      label: label, size: size, tables: tables,
      counts: [OperationCounts(implementation: .c, instructions: 64.3, systemCalls: 2.01)],
      latencies: latencies)
    var comparison = Comparison(
      date: "2026-11-22",
      machine: Machine(processor: "Some CPU", cores: 2, kernel: "6.18.0", versions: ["libev 4.33"]),
      settings: Contest.Settings(rounds: 3, sample: 1), isQuick: false)
    let benchmark = Benchmark(id, "A title", "What is done.", per: operations, [variant])
    comparison.benchmarks = [BenchmarkResult(benchmark, [result])]
    comparison.sizes = [ProgramSize(implementation: .epollLoop, program: 20_000, libraries: 9_000_000)]
    return comparison
  }
}
