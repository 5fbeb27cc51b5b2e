public import Measuring

/// One of the things that are compared, in all its variants.
public struct Benchmark: Hashable, Sendable {
  /// The name by which it is chosen, such as `ping-pong`.
  public let id: String

  /// Its heading.
  public let title: String

  /// What is done, in a sentence or two.
  public let explanation: String

  /// The operations that a run reports, in their order.
  public let operations: [String]

  /// What the values count.
  public let unit: Unit

  /// Its variants.
  public let variants: [Variant]

  init(
    _ id: String, _ title: String, _ explanation: String, per operations: [String], unit: Unit = .nanoseconds,
    _ variants: [Variant]
  ) {
    self.id = id
    self.title = title
    self.explanation = explanation
    self.operations = operations
    self.unit = unit
    self.variants = variants
  }

  /// The benchmark with the variants of the quick run only; nil if there is none.
  public var quick: Benchmark? {
    let kept = variants.filter(\.isQuick)
    return kept.isEmpty ? nil : with(kept)
  }

  /// The benchmark without a contestant.
  public func without(_ contestant: Implementation) -> Benchmark {
    with(
      variants.map { variant in
        Variant(
          variant.label, size: variant.size, variant.subject, variant.length,
          by: variant.contestants.filter { $0 != contestant }, counted: variant.counted,
          isQuick: variant.isQuick)
      })
  }

  private func with(_ variants: [Variant]) -> Benchmark {
    Benchmark(id, title, explanation, per: operations, unit: unit, variants)
  }
}
