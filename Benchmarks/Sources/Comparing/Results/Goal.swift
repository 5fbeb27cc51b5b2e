public import Measuring

/// What the project wants of one of its loops, and whether it is so.
public struct Goal: Hashable, Codable, Sendable {
  /// The benchmark's name.
  public let benchmark: String

  /// Its variant.
  public let variant: String

  /// The operation.
  public let operation: String

  /// Who is to reach it.
  public let implementation: Implementation

  /// What it is compared with.
  public let reference: Implementation

  /// The ratio to it.
  public let ratio: Spread

  /// The greatest ratio that is wanted.
  public let limit: Double

  /// Whether the median of the ratio is within the limit, to the two decimals that are shown.
  public var isReached: Bool { isReached(by: ratio.median) }

  /// Whether it is not reached, but may be: the rounds spread so much that more of them could tell otherwise.
  public var isUndecided: Bool {
    !isReached && isReached(by: ratio.interval?.lowerBound ?? ratio.minimum)
  }

  /// Whether it is not reached, and that is sure.
  public var isMissed: Bool { !isReached && !isUndecided }

  private func isReached(by ratio: Double) -> Bool { ratio < limit + 0.005 }
}

extension Comparison {
  /// All goals: `EpollLoop` as fast as C and ahead of every peer, `UVLoop` as fast as C on libuv, await ahead
  /// of SwiftNIO's; each on wall time.
  public var goals: [Goal] {
    benchmarks.filter { $0.unit == .nanoseconds }.flatMap { benchmark in
      benchmark.variants.flatMap { variant in
        variant.tables.filter { $0.operation != "server" }.flatMap { table in
          table.rows.flatMap { row in
            row.goals(in: benchmark.id).map { reference, ratio, limit in
              Goal(
                benchmark: benchmark.id, variant: variant.label, operation: table.operation,
                implementation: row.implementation, reference: reference, ratio: ratio, limit: limit)
            }
          }
        }
      }
    }
  }
}

extension ComparisonTable.Row {
  fileprivate func goals(
    in benchmark: String
  ) -> [(reference: Implementation, ratio: Spread, limit: Double)] {
    var goals: [(Implementation, Spread, Double)] = []
    switch implementation {
    case .epollLoop, .embeddedEpollLoop:
      if let toC { goals.append((.c, toC, 1.02)) }
      if let toRival, let rival { goals.append((rival, toRival, 1)) }
    case .uvLoop:
      if let toRival, rival == .libuv { goals.append((.libuv, toRival, 1.05)) }
    case .asyncEpoll, .asyncUV:
      if benchmark == "echo", let toRival, let rival { goals.append((rival, toRival, 1)) }
    default: break
    }
    return goals
  }
}
