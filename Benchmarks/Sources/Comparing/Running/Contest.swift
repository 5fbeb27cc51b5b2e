internal import Foundation
public import Measuring

/// Runs benchmarks: all contestants of a benchmark in interleaved rounds.
public struct Contest {
  private let programs: ProgramSet
  private let settings: Settings
  private let counters: Counters?
  private let files: TemporaryDirectory
  private let observe: (String) -> Void

  /// How it is run.
  public struct Settings: Hashable, Codable, Sendable {
    /// The rounds that count, after one to warm up.
    public var rounds: Int

    /// The time that one run is to take, in nanoseconds.
    public var sample: Double

    /// Sets all of it.
    public init(rounds: Int, sample: Double) {
      self.rounds = rounds
      self.sample = sample
    }
  }

  /// Prepares for running.
  ///
  /// - Parameters:
  ///   - counters: What counts instructions and system calls; nil if they are not to be counted.
  ///   - observe: Called before each run, with what is run.
  public init(
    _ programs: ProgramSet, _ settings: Settings, counters: Counters?, observe: @escaping (String) -> Void
  ) throws {
    self.programs = programs
    self.settings = settings
    self.counters = counters
    self.observe = observe
    files = try TemporaryDirectory()
  }

  /// How many steps the benchmarks take.
  public func steps(of benchmarks: [Benchmark]) -> Int {
    benchmarks.flatMap(\.variants).reduce(0) { sum, variant in
      let counts = variant.counted != nil && counters != nil ? 1 : 0
      return sum + variant.contestants.count * (settings.rounds + 1 + counts)
    }
  }

  /// Runs a benchmark.
  public func run(_ benchmark: Benchmark) throws -> BenchmarkResult {
    try run(benchmark) { observe("\(benchmark.title), \($0)") }
  }
}

extension Contest {
  /// A variant and who runs it.
  private struct Entry {
    var variant: Variant
    var implementation: Implementation
    var length = 0
    var latencies = LatencyRecorder()
  }

  /// Runs one variant after the other, so that the runs of a round follow each other closely: what else the
  /// machine does changes from one second to the next.
  private func run(_ benchmark: Benchmark, _ begin: (String) -> Void) throws -> BenchmarkResult {
    BenchmarkResult(benchmark, try benchmark.variants.map { try run($0, of: benchmark, begin) })
  }

  private func run(
    _ variant: Variant, of benchmark: Benchmark, _ begin: (String) -> Void
  ) throws -> VariantResult {
    var entries = variant.contestants.map { Entry(variant: variant, implementation: $0) }
    let rounds = try Rounds(settings.rounds, of: entries.count) { contestant, round in
      let entry = entries[contestant]
      begin("\(variant.label): \(entry.implementation.title), \(Self.title(ofRound: round))")
      return try sample(&entries[contestant], of: benchmark, isWarmUp: round == 0)
    }
    return VariantResult(
      label: variant.label, size: variant.size,
      tables: benchmark.operations.indices.map { operation in
        let values = entries.enumerated().map { index, entry in
          (entry.implementation, rounds.samples(of: index).map { $0[operation] })
        }
        return ComparisonTable(operation: benchmark.operations[operation], values)
      },
      counts: try counts(of: variant, begin),
      latencies: entries.compactMap { $0.latencies.summary(of: $0.implementation) })
  }

  private static func title(ofRound round: Int) -> String {
    round == 0 ? "warm-up" : "round \(round)"
  }

  /// Runs an entry once; the first run also tells how long those are that count.
  private func sample(
    _ entry: inout Entry, of benchmark: Benchmark, isWarmUp: Bool
  ) throws -> [Double] {
    let length = isWarmUp ? entry.variant.length.first : entry.length
    let latencies = files.path("latencies")
    let command = programs.command(
      for: entry.variant.subject, on: entry.implementation, length: length, latencies: latencies)
    let timings = try programs.timings(command, of: benchmark.operations)
    if isWarmUp {
      entry.length = entry.variant.length.counted(
        afterFirstTaking: timings[0].nanoseconds, sample: settings.sample)
    } else if case .echo = entry.variant.subject {
      try entry.latencies.record(contentsOf: latencies)
    }
    return timings.map(\.nanosecondsPerOperation)
  }

  /// What the contestants of a variant cost that is the same on each run.
  private func counts(of variant: Variant, _ begin: (String) -> Void) throws -> [OperationCounts] {
    guard let counters, let lengths = variant.counted else { return [] }
    return try variant.contestants.map { implementation in
      begin("\(variant.label): \(implementation.title), what is counted")
      return try counters.count(implementation, lengths) { length, tool in
        programs.command(for: variant.subject, on: implementation, length: length, latencies: "-", tool: tool)
      }
    }
  }
}
