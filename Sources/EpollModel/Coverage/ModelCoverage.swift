/// A set of rules: those that a kernel has come to apply.
///
/// It is three words, so that marking a rule costs next to nothing and a copy nothing more.
public struct ModelCoverage: Hashable, Sendable, BitwiseCopyable {
  /// One bit for each rule, by its raw value: the first 64, the next 64, and the others.
  private var low: UInt64 = 0
  private var middle: UInt64 = 0
  private var high: UInt64 = 0

  /// Makes a set of no rule.
  public init() {}

  /// Makes a set of some rules.
  ///
  /// - Parameter rules: the rules.
  public init(_ rules: some Sequence<ModelRule>) {
    for rule in rules { insert(rule) }
  }

  /// All rules.
  public static let all = ModelCoverage(ModelRule.allCases)

  /// How many rules it holds.
  public var count: Int { low.nonzeroBitCount + middle.nonzeroBitCount + high.nonzeroBitCount }

  /// Whether it holds none.
  public var isEmpty: Bool { low | middle | high == 0 }

  /// The rules that it holds, in the order of their declaration.
  public var rules: [ModelRule] { ModelRule.allCases.filter { contains($0) } }

  /// Whether it holds a rule.
  ///
  /// - Parameter rule: the rule.
  public func contains(_ rule: ModelRule) -> Bool {
    let bit = rule.rawValue
    let word = bit < 64 ? low : bit < 128 ? middle : high
    return word & 1 << (bit & 63) != 0
  }

  /// Adds a rule.
  ///
  /// - Parameter rule: the rule; if it is known to the compiler, this is one instruction.
  @inline(__always)
  public mutating func insert(_ rule: ModelRule) {
    let bit = rule.rawValue
    assert(bit < 192, "more rules than bits")
    if bit < 64 {
      low |= 1 << (bit & 63)
    } else if bit < 128 {
      middle |= 1 << (bit & 63)
    } else {
      high |= 1 << (bit & 63)
    }
  }

  /// Adds the rules of another set.
  ///
  /// - Parameter other: the other set.
  public mutating func formUnion(_ other: ModelCoverage) {
    low |= other.low
    middle |= other.middle
    high |= other.high
  }

  /// The rules that another set does not hold.
  ///
  /// - Parameter other: the other set.
  public func subtracting(_ other: ModelCoverage) -> ModelCoverage {
    var result = self
    result.low &= ~other.low
    result.middle &= ~other.middle
    result.high &= ~other.high
    return result
  }
}

extension ModelKernel {
  /// Marks a rule as applied.
  @inline(__always)
  mutating func cover(_ rule: ModelRule) { coverage.insert(rule) }

  /// A refusal, which marks the rule that demands it.
  @inline(__always)
  mutating func refusal(_ error: ModelError, by rule: ModelRule) -> ModelError {
    cover(rule)
    return error
  }
}
