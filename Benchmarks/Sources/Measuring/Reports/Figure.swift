/// One measured number, what it is compared with, and the limit it must keep.
public struct Figure: Hashable, Sendable {
  /// How a figure is measured.
  public enum Measure: String, Codable, Sendable {
    /// User instructions, which are the same on each run.
    case instructions

    /// Time in nanoseconds, which is not.
    case time
  }

  /// What is done, such as `ping-pong, 100 pairs, 100 active`.
  public let workload: String

  /// The operation that the value is for, such as `event`.
  public let operation: String

  /// What the workload is written on.
  public let implementation: Implementation

  /// What tells figures of the same workload and implementation apart, such as `19,000 registered`.
  public let variant: String?

  /// How it is measured.
  public let measure: Measure

  /// The value for one operation.
  public let value: Spread

  /// The value's ratio to the reference's, if it is compared.
  public private(set) var ratio: Spread?

  /// What the ratio is to.
  public private(set) var reference: String?

  /// The greatest median of the ratio that is allowed, if a limit is set.
  public private(set) var limit: Double?

  /// Makes a figure that is not yet compared.
  public init(
    _ workload: String, per operation: String, _ implementation: Implementation, variant: String? = nil,
    _ measure: Measure, _ value: Spread
  ) {
    self.workload = workload
    self.operation = operation
    self.implementation = implementation
    self.variant = variant
    self.measure = measure
    self.value = value
  }

  /// Whether the limit is kept, to the three decimals that are shown; nil without a limit.
  public var holds: Bool? {
    guard let limit, let ratio else { return nil }
    return ratio.median < limit + 0.0005
  }

  /// The name of its row.
  var subject: String {
    implementation.title + (variant.map { ", \($0)" } ?? "")
  }

  /// Whether two figures belong under the same heading.
  func isOfSameTable(as other: Figure) -> Bool {
    workload == other.workload && operation == other.operation && measure == other.measure
  }
}

extension Figure {
  /// Compares it with a reference, and sets the limit of the ratio's median.
  public mutating func compare(with reference: String, _ ratio: Spread, limit: Double?) {
    self.reference = reference
    self.ratio = ratio
    self.limit = limit
  }
}
