import Foundation
import FoundationXML
import Measuring
import Testing

@testable import Comparing

@Suite("Plots")
struct PlotTests {
  /// The elements of a document of XML, by name; an issue if it is none.
  private static func elements(_ text: String) throws -> [String: Int] {
    let document = try XMLDocument(xmlString: text)
    var counts: [String: Int] = [:]
    for node in try document.nodes(forXPath: "//*") { counts[node.localName ?? "", default: 0] += 1 }
    return counts
  }

  @Test("The ratios have a dot for each contestant, and what is beyond the end is told by its number")
  func ratios() throws {
    let comparison = Comparison.example([(.c, [100]), (.libev, [90]), (.epollLoop, [3000])])
    let plot = try #require(comparison.plots.first { $0.file == "ratios.svg" })
    #expect(plot.svg.contains(">30×<"))
    // Two in the drawing and two in the legend.
    #expect(try Self.elements(plot.svg)["circle"] == 4)
  }

  @Test("Latencies are drawn for each number of connections")
  func latencies() throws {
    let points = [0, 90, 99].map { LatencySummary.Point(percentile: $0, nanoseconds: UInt64($0) * 10 + 5) }
    let summary = LatencySummary(
      implementation: .c, count: 3, p50: 1, p99: 2, p999: 3, greatest: 4, curve: points)
    let comparison = Comparison.example(id: "echo", latencies: [summary], [(.c, [1])])
    let plot = try #require(comparison.plots.first { $0.file == "latency-100.svg" })
    #expect(try Self.elements(plot.svg)["polyline"] == 1)
    #expect(comparison.page(plots: "benchmarks").contains("](benchmarks/latency-100.svg)"))
  }

  @Test("What is drawn is as far apart as its logarithm, and stays inside")
  func scale() {
    let scale = LogarithmicScale(1...100, from: 0, to: 200)
    #expect(scale.place(1) == 0)
    #expect(abs(scale.place(10) - 100) < 1e-9)
    #expect(scale.place(1000) == 200)
    #expect(scale.place(0) == 0)
    #expect(LogarithmicScale(0.5...10, from: 0, to: 1).ticks == [0.5, 1, 2, 5, 10])
  }
}
