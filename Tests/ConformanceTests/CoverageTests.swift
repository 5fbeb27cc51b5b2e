import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The behaviours that are known to matter")
struct CoverageTests {
  @Test("each is named once, and every citation of one names one that there is")
  func names() throws {
    let behaviours = try Behaviour.all()
    let ids = Set(behaviours.map(\.id))
    #expect(ids.count == behaviours.count && behaviours.count >= 195)
    let catalogue = try Catalogue()
    let citations = catalogue.scenarios.flatMap(\.citations) + catalogue.trials.flatMap(\.citations)
    let rows = citations.filter { $0.hasPrefix("row:") }.map { String($0.dropFirst(4)) }
    #expect(rows.filter { !ids.contains($0) } == [])
  }

  @Test("each is shown by a scenario, but for deep ones that nothing can show")
  func complete() throws {
    let report = try CoverageReport(Catalogue())
    #expect(report.behaviours.filter { !$0.isAccountedFor }.map(\.id) == [])
    let text = CoverageText(report).text
    for behaviour in report.behaviours where behaviour.scenarios.isEmpty {
      #expect(text.contains("    \(behaviour.unobservable ?? "")\n"), "\(behaviour.id)")
    }
    let shown = report.behaviours.filter { $0.unobservable != nil && !$0.scenarios.isEmpty }
    #expect(shown.map(\.id) == [], "there is a reason why nothing shows it, and something does")
  }

  @Test("one that no scenario shows is named, and is a failure without a reason")
  func missing() throws {
    let folder = try TemporaryFolder()
    let scenario = "purpose Test.\ncites row:lt-repeats row:et-once\nopen a = eventfd\nclose a\n"
    try Data(scenario.utf8).write(to: folder.url.appendingPathComponent("one.scenario"))
    let report = try CoverageReport(Catalogue(directory: folder.url.path))
    #expect(!report.isComplete)
    let shown = report.behaviours.filter { $0.scenarios.contains("one") }.map(\.id)
    #expect(shown == ["lt-repeats", "et-once"])
    let text = CoverageText(report).text
    #expect(text.contains("lt-partial-read  (core)") && text.contains("    no scenario shows it\n"))
    #expect(!text.contains("lt-repeats  (core)"))
  }

  @Test("the command shows them, as text and as JSON, and takes no scenarios")
  func command() throws {
    let text = try CommandRun(["list", "--coverage"])
    #expect(text.status == 0 && text.output.contains("behaviours are shown by a scenario"))
    let json = try CommandRun(["list", "--coverage", "--format", "json"])
    let report = try JSONDecoder().decode(CoverageReport.self, from: Data(json.output.utf8))
    #expect(report.behaviours.first { $0.id == "et-once" }?.scenarios.contains("edge/reported-once") == true)
    #expect(try CommandRun(["list", "--coverage", "edge/*"]).status == 64)
  }
}
