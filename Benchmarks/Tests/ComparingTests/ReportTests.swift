import Foundation
import Measuring
import Testing

@testable import Comparing

@Suite("The reports")
struct ReportTests {
  private static let comparison = Comparison.example(
    [(.c, [100, 200, 300]), (.libev, [110, 220, 330]), (.epollLoop, [150, 300, 450])])

  @Test("The text has each contestant's row, and the goals that are missed")
  func text() {
    let expected = """
      Some CPU, 2 cores, Linux 6.18.0
      libev 4.33
      3 interleaved rounds on one core, medians (least to greatest)

      A title: n = 100        per event                    to C  to rival      instructions  calls
        C over epoll             200 ns  100 ns to 300 ns                                64   2.01
        libev                    220 ns  110 ns to 330 ns  1.10
        EpollLoop, wait/next     300 ns  150 ns to 450 ns  1.50  1.36 (libev)

      The smallest program      program         libraries
        EpollLoop, wait/next    20000 B           9000 kB

      0 of 2 goals are reached.
        ready, n = 100, event: EpollLoop, wait/next takes 1.50 times C over epoll, and 1.02 is wanted
        ready, n = 100, event: EpollLoop, wait/next takes 1.36 times libev, and 1.00 is wanted

      """
    #expect(Self.comparison.text(.plain).replacing(#/ +\n/#, with: "\n") == expected)
  }

  @Test("What the spread leaves open is told apart from what is missed, with the interval on the page")
  func undecided() {
    let comparison = Comparison.example([(.c, [100, 100, 100]), (.epollLoop, [90, 110, 120])])
    #expect(
      comparison.text(.plain).hasSuffix(
        """
        0 of 1 goals are reached.
        1 are not, as far as these rounds tell; they spread too much to be sure:
          ready, n = 100, event: EpollLoop, wait/next takes 1.10 times C over epoll, and 1.02 is wanted

        """))
    let page = comparison.page(plots: "benchmarks")
    #expect(page.contains("0 of these 1 goals are reached"))
    #expect(!page.contains("These are missed"))
    #expect(page.contains("**1.10** (0.90 to 1.20) to C over epoll | 1.02 | 0.90 to 1.20 |"))
  }

  @Test("A comparison that was saved before there were intervals is read")
  func older() throws {
    let json = String(decoding: try Self.comparison.json(), as: UTF8.self)
    let older = json.replacing(#/"interval" : \[[^\]]*\],\s*/#, with: "")
    #expect(older != json)
    let comparison = try Comparison(json: Data(older.utf8), from: "saved")
    #expect(comparison.goals.map(\.isMissed) == [true, true])
  }

  @Test("What is saved as JSON is read again as it was")
  func json() throws {
    #expect(try Comparison(json: Self.comparison.json(), from: "saved") == Self.comparison)
  }

  @Test(
    "What is no saved comparison is refused, and how that shows is said",
    arguments: [
      ("no JSON", "it is not JSON"),
      ("", "it is not JSON"),
      ("{}", "it has no 'schema'"),
      (#"{"schema": 2}"#, "its schema is 2, not 1"),
      (#"{"schema": 1}"#, "a value is not what docs/benchmarking.md says"),
      ("[]", "a value is not what docs/benchmarking.md says"),
    ])
  func refusals(json: String, problem: String) {
    #expect(throws: SavedComparisonError.notAComparison("saved", problem)) {
      try Comparison(json: Data(json.utf8), from: "saved")
    }
  }

  @Test(
    "What would break the drawing is refused: negative times, no number of connections, no table at all",
    arguments: [(#""minimum" : 100"#, #""minimum" : -1"#), (#""size" : 100"#, #""size" : 0"#)])
  func implausible(written: String, changed: String) throws {
    let json = String(decoding: try Self.comparison.json(), as: UTF8.self)
    try #require(json.contains(written))
    let edited = Data(json.replacingOccurrences(of: written, with: changed).utf8)
    #expect(throws: SavedComparisonError.notAComparison("saved", "a figure is none that can be measured")) {
      try Comparison(json: edited, from: "saved")
    }
  }

  @Test("The page has the ratios with their least and greatest, and names what is missed")
  func page() {
    let page = Self.comparison.page(plots: "benchmarks")
    #expect(page.contains("| EpollLoop, wait/next | 300 ns | 150 ns to 450 ns | **1.50** (1.50 to 1.50) |"))
    #expect(
      page.contains("| ready, n = 100, event | EpollLoop, wait/next | **1.36** (1.36 to 1.36) to libev |"))
    #expect(page.contains("0 of these 2 goals are reached"))
    #expect(page.contains("](benchmarks/ratios.svg)"))
  }

  @Test("A quick run says that it does not rank")
  func quick() {
    let comparison = Comparison(
      date: "", machine: Self.comparison.machine, settings: Self.comparison.settings, isQuick: true)
    #expect(comparison.text(.plain).contains("too short to rank by"))
    #expect(comparison.page(plots: "x").contains("too short to rank by"))
  }
}
