internal import Foundation

/// The median of samples, with the least and the greatest of them.
public struct Spread: Hashable, Codable, Sendable {
  /// The middle sample, or the mean of the two in the middle.
  public let median: Double

  /// The least sample.
  public let minimum: Double

  /// The greatest sample.
  public let maximum: Double

  /// Where the median of many more such samples would lie, in at least 95 of 100 cases if there are six
  /// samples or more; nil in a spread that was saved before this was told.
  ///
  /// It assumes nothing of how the samples are distributed (the sign test's interval).
  public let interval: ClosedRange<Double>?

  /// Makes the spread of samples; nil if there are none.
  public init?(_ samples: [Double]) {
    let sorted = samples.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    minimum = first
    maximum = last
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    let left = Self.samplesLeftOut(of: sorted.count)
    let (lower, upper) = (sorted[left], sorted[sorted.count - 1 - left])
    interval = lower <= upper ? lower...upper : nil
  }

  /// How many samples at each end are beyond the median's interval.
  ///
  /// The chance that the median lies among them, at either end, is that of so few heads, or tails, in as many
  /// throws of a coin, and at most 5 %.
  private static func samplesLeftOut(of count: Int) -> Int {
    var left = 0
    // Of exactly `left` heads, and of at most so many.
    var chance = exp2(-Double(count))
    var sum = chance
    while left < count {
      chance *= Double(count - left) / Double(left + 1)
      sum += chance
      guard 2 * sum <= 0.05 else { break }
      left += 1
    }
    return left
  }
}

extension Spread {
  /// The spread of a value that is the same each time.
  public static func exactly(_ value: Double) -> Spread {
    Spread(value)
  }

  private init(_ value: Double) {
    median = value
    minimum = value
    maximum = value
    interval = value...value
  }
}
