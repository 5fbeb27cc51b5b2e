internal import Foundation
import Measuring

/// A drawing and the name of its file.
public struct Plot: Sendable {
  /// The name of the file, without the directory.
  public let file: String

  /// What it shows.
  public let title: String

  /// The drawing.
  public let svg: String
}

extension Comparison {
  /// What can be drawn of what was measured.
  public var plots: [Plot] { [growthPlot, ratioPlot].compactMap { $0 } + latencyPlots }

  /// The cost of an event against the number that is registered.
  private var growthPlot: Plot? {
    guard let result = benchmarks.first(where: { $0.id == "ready" }), result.variants.count > 1 else {
      return nil
    }
    let title = "\(result.title): cost of one event"
    let implementations = result.variants.flatMap { $0.tables[0].rows.map(\.implementation) }
    var seen: Set<Implementation> = []
    let plot = CurvePlot(
      title: title,
      horizontal: (
        "n registered",
        result.variants.compactMap { variant in
          variant.size.map { (log10(Double($0)), $0.grouped) }
        }
      ),
      curves: implementations.filter { seen.insert($0).inserted }.map { implementation in
        CurvePlot.Curve(
          implementation: implementation,
          points: result.variants.compactMap { variant in
            guard let size = variant.size, let row = variant.tables[0][implementation] else { return nil }
            return (log10(Double(size)), row.value.median)
          })
      })
    return Plot(file: "ready.svg", title: title, svg: plot.svg)
  }

  /// The ratios to C in all workloads that C takes part in.
  private var ratioPlot: Plot? {
    let shown: [Implementation] = [.epollLoop, .uvLoop, .libuv, .libevent, .libev, .nio]
    let rows = benchmarks.filter { $0.unit == .nanoseconds }.flatMap { benchmark in
      benchmark.variants.flatMap { variant in
        variant.tables.compactMap { table -> RatioPlot.Row? in
          let ratios = shown.compactMap { implementation in
            table[implementation]?.toC.map { (implementation, $0) }
          }
          guard !ratios.isEmpty else { return nil }
          let operation = variant.tables.count > 1 ? ": \(table.operation)" : ""
          return RatioPlot.Row(title: "\(benchmark.id), \(variant.label)\(operation)", ratios: ratios)
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    let title = "Time, as a multiple of hand-written C"
    return Plot(file: "ratios.svg", title: title, svg: RatioPlot(title: title, rows: rows).svg)
  }

  /// How long the answers took, for each number of connections.
  private var latencyPlots: [Plot] {
    let ticks = ["0", "90", "99", "99.9", "99.99"].map {
      (Self.place(ofPercentile: Double($0) ?? 0), "\($0) %")
    }
    return benchmarks.flatMap { benchmark in
      benchmark.variants.filter { !$0.latencies.isEmpty }.map { variant in
        let title = "\(benchmark.title), \(variant.label): time to the answer"
        let plot = CurvePlot(
          title: title, horizontal: ("so many of the answers took no longer", ticks),
          curves: variant.latencies.map { summary in
            CurvePlot.Curve(
              implementation: summary.implementation,
              points: summary.curve.map {
                (Self.place(ofPercentile: $0.percentile), Double(max($0.nanoseconds, 1)))
              })
          })
        return Plot(
          file: "latency-\(variant.size ?? 0).svg", title: title, svg: plot.svg)
      }
    }
  }

  /// On this axis 90, 99 and 99.9 percent are equally far from each other.
  private static func place(ofPercentile percentile: Double) -> Double {
    -log10(max(1 - percentile / 100, 1e-4))
  }
}
