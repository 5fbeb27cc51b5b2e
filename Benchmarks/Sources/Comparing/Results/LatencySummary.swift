public import Measuring

/// How long the answers of a server took, in nanoseconds.
public struct LatencySummary: Hashable, Codable, Sendable {
  /// What the server is written on.
  public let implementation: Implementation

  /// The number of answers.
  public let count: UInt64

  /// What half of them did not exceed.
  public let p50: UInt64

  /// What 99 of 100 did not exceed.
  public let p99: UInt64

  /// What 999 of 1,000 did not exceed.
  public let p999: UInt64

  /// The longest.
  public let greatest: UInt64

  /// What so many percent did not exceed.
  public let curve: [Point]

  /// A point of the curve.
  public struct Point: Hashable, Codable, Sendable {
    /// Percent, from 0 to below 100.
    public let percentile: Double

    /// What so many did not exceed.
    public let nanoseconds: UInt64
  }
}
