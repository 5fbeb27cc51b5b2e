internal import CObjects
internal import Foundation

/// How the time that something takes grows with a size.
///
/// It is no absolute time but a growth over several sizes: what is done at each size is timed in turn, many
/// times, and the least is taken, which whoever else uses the processor cannot raise. The growth is the slope
/// in a diagram with two logarithmic axes: 1 for a cost in proportion to the size, 0 for one that does not
/// depend on it. What is compared lies near one of the two, and the border is half way.
struct CostCurve {
  /// The sizes, ascending.
  let sizes: [Int]

  /// Nanoseconds for each of them.
  let costs: [Double]

  /// Times what is done at each size.
  ///
  /// - Parameters:
  ///   - rounds: how often each size has its turn.
  ///   - repetitions: how often it is done in a turn, by the size.
  ///   - body: what is done, by the size's place.
  init(
    _ sizes: [Int], rounds: Int = 100, repetitions: (Int) -> Int = { max(1, 1000 / $0) },
    _ body: (Int) throws -> Void
  ) rethrows {
    var least = Array(repeating: Double.infinity, count: sizes.count)
    for _ in 0..<rounds {
      for (place, size) in sizes.enumerated() {
        let count = repetitions(size)
        let start = cobjects_monotonic_nanoseconds()
        for _ in 0..<count { try body(place) }
        let span = cobjects_monotonic_nanoseconds() - start
        least[place] = min(least[place], Double(span) / Double(count))
      }
    }
    self.init(sizes, costs: least)
  }

  /// Makes a curve of what was measured.
  init(_ sizes: [Int], costs: [Double]) {
    self.sizes = sizes
    self.costs = costs
  }

  /// The slope of the line that fits best.
  var exponent: Double {
    let x = sizes.map { log(Double($0)) }
    let y = costs.map { log(max($0, 1)) }
    let (middleX, middleY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let slope = zip(x, y).map { ($0 - middleX) * ($1 - middleY) }.reduce(0, +)
    return slope / x.map { ($0 - middleX) * ($0 - middleX) }.reduce(0, +)
  }

  /// A cost that depends on the size little or not at all; a logarithm cannot be told from a constant.
  static let lessThanProportionally = "does not grow in proportion"

  /// A cost that follows the size.
  static let proportionally = "grows in proportion"

  /// Which of the two it is.
  var growth: String { exponent < 0.5 ? Self.lessThanProportionally : Self.proportionally }

  /// The sizes with their costs.
  var numbers: String {
    zip(sizes, costs).map { "\($0): \(Int($1)) ns" }.joined(separator: ", ")
      + String(format: "; exponent %.2f", exponent)
  }
}
