/// The median of samples, with the least and the greatest of them.
public struct Spread: Hashable, Codable, Sendable {
  /// The middle sample, or the mean of the two in the middle.
  public let median: Double

  /// The least sample.
  public let minimum: Double

  /// The greatest sample.
  public let maximum: Double

  /// Makes the spread of samples; nil if there are none.
  public init?(_ samples: [Double]) {
    let sorted = samples.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    minimum = first
    maximum = last
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

extension Spread {
  /// The spread of a value that is the same each time.
  public static func exactly(_ value: Double) -> Spread {
    Spread(median: value, minimum: value, maximum: value)
  }

  private init(median: Double, minimum: Double, maximum: Double) {
    self.median = median
    self.minimum = minimum
    self.maximum = maximum
  }
}
