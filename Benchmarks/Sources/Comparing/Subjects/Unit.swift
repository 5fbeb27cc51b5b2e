internal import Foundation

/// What a value counts.
public enum Unit: String, Codable, Sendable {
  case nanoseconds = "ns"
  case bytes = "B"

  /// A value for people, with three digits or more.
  public func text(_ value: Double) -> String {
    switch self {
    case .nanoseconds:
      switch value {
      case ..<10_000: Self.number(value) + " ns"
      case ..<10_000_000: Self.number(value / 1000) + " µs"
      default: Self.number(value / 1_000_000) + " ms"
      }
    case .bytes:
      value < 100_000 ? Self.number(value) + " B" : Self.number(value / 1000) + " kB"
    }
  }

  private static func number(_ value: Double) -> String {
    value.formatted(digits: value < 10 ? 2 : value < 100 ? 1 : 0)
  }
}

extension Double {
  /// The number with so many digits after the point.
  func formatted(digits: Int) -> String {
    String(format: "%.\(digits)f", self)
  }
}
