internal import Foundation

/// Where values are on an axis on which each tenfold is equally long.
struct LogarithmicScale {
  /// The least and the greatest value.
  let values: ClosedRange<Double>

  /// Where these two are.
  let start: Double
  let end: Double

  /// The scale for values, with some room at both ends.
  init(for values: [Double], from start: Double, to end: Double) {
    let least = values.min() ?? 1
    let greatest = max(values.max() ?? 10, least * 1.1)
    self.init((least / 1.15)...(greatest * 1.15), from: start, to: end)
  }

  init(_ values: ClosedRange<Double>, from start: Double, to end: Double) {
    self.values = values
    self.start = start
    self.end = end
  }

  /// Where a value is; one outside is at the end.
  func place(_ value: Double) -> Double {
    let inside = min(max(value, values.lowerBound), values.upperBound)
    let part = log(inside / values.lowerBound) / log(values.upperBound / values.lowerBound)
    return start + part * (end - start)
  }

  /// Round values for the axis: 1, 2 and 5 times the powers of ten; only those powers where there are many.
  var ticks: [Double] {
    let powers = (-3...12).map { pow(10, Double($0)) }
    let all = powers.flatMap { [$0, 2 * $0, 5 * $0] }.filter(values.contains)
    return all.count <= 8 ? all : powers.filter(values.contains)
  }
}
