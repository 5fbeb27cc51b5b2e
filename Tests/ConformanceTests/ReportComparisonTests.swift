import Foundation
import Testing

@testable import ConformanceSuite

@Suite("Compared reports")
struct ReportComparisonTests {
  /// A report on one scenario of two steps, whose second led to this on each of the backends.
  private func report(version: String, _ backends: [String: ScenarioReport]) -> Report {
    Report(
      environment: .current(),
      backends: backends.keys.sorted().map {
        BackendReport(name: $0, mechanism: "libuv", version: version, capabilities: [:])
      },
      results: backends.keys.sorted().compactMap { backends[$0] })
  }

  private func result(_ backend: String, _ verdict: Verdict, _ observed: String?...) -> ScenarioReport {
    var result = ScenarioReport(scenario: "level/a", backend: backend, verdict: verdict)
    result.steps = observed.enumerated().map { index, text in
      StepReport(
        number: index + 1, line: index + 3, text: "wait", expected: ["nothing"], observed: text,
        differs: text != "nothing")
    }
    result.differences = result.steps.filter(\.differs).map {
      "step \($0.number): \($0.observed ?? "not done")"
    }
    return result
  }

  private func compare(_ results: ScenarioReport...) -> ReportComparison {
    ReportComparison(
      results.enumerated().map { index, result in
        ("r\(index + 1)", report(version: "1.\(index)", [result.backend: result]))
      })
  }

  @Test("what is the same in all reports is left out")
  func same() {
    let comparison = compare(
      result("uv", .declared, "nothing", "a: readable"), result("uv", .declared, "nothing", "a: readable"))
    #expect(comparison.reports == ["r1", "r2"])
    #expect(comparison.backends.map(\.name) == ["uv"])
    #expect(comparison.backends.map(\.versions) == [["1.0", "1.1"]])
    #expect(comparison.backends[0].summaries.map { $0?["declared"] } == [1, 1])
    #expect(comparison.backends[0].differences.isEmpty)
    #expect(ComparisonText(comparison).text.hasSuffix("  no scenario differs\n"))
  }

  @Test("another outcome of a step is told with the reports that have it, also under the same verdict")
  func outcomes() throws {
    let comparison = compare(
      result("uv", .declared, "nothing", "a: readable"), result("uv", .declared, "nothing", "wake"),
      result("uv", .agrees, "nothing", "nothing"))
    let difference = try #require(comparison.backends[0].differences.first)
    #expect(difference.scenario == "level/a")
    #expect(difference.verdicts == [.declared, .declared, .agrees])
    #expect(
      difference.observations.map(\.text) == ["step 2: a: readable", "step 2: wake", "step 2: nothing"])
    #expect(
      difference.observations.map(\.seen) == [
        [true, false, false], [false, true, false], [false, false, true],
      ])
    let text = ComparisonText(comparison).text
    #expect(text.contains("\n  level/a                declared  declared  agrees\n"))
    #expect(text.contains("\n    step 2: wake         -         seen      -\n"))
    #expect(text.contains("\n  undeclared             0         0         0\n"))
  }

  @Test("a report in which a step was not done has no say in what it led to, but that is told")
  func crash() throws {
    var crashed = result("uv", .crashed, nil, nil)
    crashed.differences = ["crashed SIGABRT"]
    let comparison = compare(crashed, result("uv", .agrees, "nothing", "nothing"))
    let difference = try #require(comparison.backends[0].differences.first)
    #expect(difference.verdicts == [.crashed, .agrees])
    #expect(difference.observations.map(\.text) == ["crashed SIGABRT"])
    #expect(difference.observations.map(\.seen) == [[true, false]])
    let undone = compare(
      result("uv", .undeclared, "nothing", nil), result("uv", .undeclared, "nothing", "wake"))
    #expect(
      undone.backends[0].differences.flatMap { $0.observations.map(\.text) } == ["step 2: not done"])
  }

  @Test("a backend or a scenario that is in one report only is shown as missing in the other")
  func missing() throws {
    let comparison = compare(result("uv", .agrees, "nothing"), result("epoll", .agrees, "nothing"))
    #expect(comparison.backends.map(\.name) == ["uv", "epoll"])
    #expect(comparison.backends.map(\.versions) == [["1.0", nil], [nil, "1.1"]])
    #expect(comparison.backends.flatMap(\.differences).map(\.verdicts) == [[.agrees, nil], [nil, .agrees]])
    #expect(comparison.backends.flatMap(\.differences).allSatisfy { $0.observations.isEmpty })
  }

  @Test("the JSON form has the keys that its description names, and null where there is nothing")
  func json() throws {
    let comparison = compare(
      result("uv", .agrees, "nothing"), result("epoll", .agrees, "nothing"), result("uv", .declared, "wake"))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(comparison.json.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["schema", "reports", "backends"])
    #expect(object["schema"] as? Int == 1)
    let backend = try #require((object["backends"] as? [[String: Any]])?.first)
    #expect(Set(backend.keys) == ["name", "versions", "summaries", "differences"])
    #expect((backend["versions"] as? [Any])?.map { $0 is NSNull } == [false, true, false])
    let difference = try #require((backend["differences"] as? [[String: Any]])?.first)
    #expect(Set(difference.keys) == ["scenario", "verdicts", "observations"])
    let observation = try #require((difference["observations"] as? [[String: Any]])?.first)
    #expect(Set(observation.keys) == ["text", "seen"])
  }
}
