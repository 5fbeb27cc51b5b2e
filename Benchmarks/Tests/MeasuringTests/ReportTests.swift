import Foundation
import Testing

@testable import Measuring

@Suite("The report")
struct ReportTests {
  private static let machine = Machine(
    processor: "Some CPU", cores: 2, kernel: "6.1.0", versions: ["valgrind-3.19.0", "libev 4.33"])

  private static func figure(
    _ measure: Figure.Measure, ratio: Double, limit: Double?, _ implementation: Implementation = .epollLoop
  ) throws -> Figure {
    let value = try #require(Spread([46.25 * ratio]))
    var figure = Figure("ping-pong", per: "event", implementation, measure, value)
    figure.compare(
      with: "C", try #require(Spread([ratio - 0.1, ratio, ratio + 0.1])), limit: limit)
    return figure
  }

  private static func report(_ figures: [Figure], strict: Bool = false) -> Report {
    Report(machine: machine, figures: figures, isStrict: strict)
  }

  @Test("A limit is kept to the decimals that are shown")
  func holds() throws {
    #expect(try Self.figure(.instructions, ratio: 1.0004, limit: 1).holds == true)
    #expect(try Self.figure(.instructions, ratio: 1.0006, limit: 1).holds == false)
    #expect(try Self.figure(.instructions, ratio: 1, limit: nil).holds == nil)
  }

  @Test("A limit is not kept by what is no number")
  func notANumber() throws {
    #expect(try Self.figure(.instructions, ratio: .nan, limit: 1).holds == false)
  }

  @Test("Limits on time decide only where asked")
  func decides() throws {
    let slow = try Self.figure(.time, ratio: 1.5, limit: 1)
    #expect(Self.report([slow]).holds)
    #expect(!Self.report([slow], strict: true).holds)
    #expect(!Self.report([try Self.figure(.instructions, ratio: 1.5, limit: 1)]).holds)
    #expect(Self.report([try Self.figure(.instructions, ratio: 1.5, limit: nil)]).holds)
  }

  @Test("The table shows value, ratio, limit and verdict under one heading for each workload")
  func text() throws {
    let figures = [
      Figure("ping-pong", per: "event", .c, .instructions, .exactly(46.25)),
      try Self.figure(.instructions, ratio: 1, limit: 1),
      try Self.figure(.instructions, ratio: 2, limit: 1.2, .handlers),
      try Self.figure(.time, ratio: 1.5, limit: 1.02),
    ]
    let expected = """
      Some CPU, 2 cores, Linux 6.1.0
      valgrind-3.19.0; libev 4.33

      ping-pong               instructions per event   to C                     limit
        C over epoll                           46.25
        EpollLoop, wait/next                   46.25  1.000                      1.00  holds
        EpollLoop, handlers                    92.50  2.000                      1.20  exceeded

      ping-pong                         ns per event   to C  least to greatest  limit
        EpollLoop, wait/next                   69.38  1.500  1.400 to 1.600      1.02  exceeded (reported)

      1 of 2 limits that decide are exceeded. 1 on time is exceeded; `--strict` lets them decide.

      """
    #expect(Self.report(figures).text(.plain) == expected)
  }

  @Test("A figure with another reference than the heading's names it")
  func otherReference() throws {
    var onLibuv = Figure("ping-pong", per: "event", .uvLoop, .instructions, .exactly(150))
    onLibuv.compare(with: "C on libuv", .exactly(1.25), limit: 1.5)
    let text = Self.report([try Self.figure(.instructions, ratio: 1, limit: 1), onLibuv]).text(.plain)
    #expect(text.contains("UVLoop, wait/next (to C on libuv)"))
    #expect(!text.contains("EpollLoop, wait/next (to"))
  }

  @Test("Colours change nothing but the dress")
  func colours() throws {
    let report = Self.report([try Self.figure(.instructions, ratio: 2, limit: 1)])
    let coloured = report.text(.coloured)
    #expect(coloured.contains("\u{1B}[31mexceeded\u{1B}[0m"))
    #expect(coloured.replacing(/\x1B\[[0-9]*m/, with: "") == report.text(.plain))
  }

  @Test("The JSON holds every figure with its verdict")
  func json() throws {
    let report = Self.report([
      Figure("ready", per: "event", .c, variant: "n = 100", .instructions, .exactly(14)),
      try Self.figure(.time, ratio: 1.5, limit: 1.02),
    ])
    let object = try JSONSerialization.jsonObject(with: report.json())
    let root = try #require(object as? [String: Any])
    #expect(root["schema"] as? Int == 1)
    #expect(root["holds"] as? Bool == true)
    #expect(root["strict"] as? Bool == false)
    #expect((root["machine"] as? [String: Any])?["kernel"] as? String == "6.1.0")
    let figures = try #require(root["figures"] as? [[String: Any]])
    #expect(figures.count == 2)
    #expect(figures[0]["variant"] as? String == "n = 100")
    #expect(figures[0]["implementation"] as? String == "c")
    #expect(figures[0]["limit"] == nil)
    #expect(figures[1]["implementation"] as? String == "epoll-loop")
    #expect(figures[1]["measure"] as? String == "time")
    #expect(figures[1]["holds"] as? Bool == false)
    #expect(figures[1]["decides"] as? Bool == false)
    #expect(figures[1]["reference"] as? String == "C")
    #expect((figures[1]["ratio"] as? [String: Any])?["median"] as? Double == 1.5)
  }
}
