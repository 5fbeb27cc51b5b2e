import EventLoopAPI
import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The report in JSON")
struct ReportTests {
  private func report() throws -> Report {
    let scenario = try Scenario.steps("open e = eventfd\nregister e readable\nwait -> nothing", id: "level/a")
    let judge = Judge(
      Backend.Description(
        identity: BackendIdentity(name: "uv", mechanism: "libuv", version: "1.44.2"),
        capabilities: Capabilities(all: .emulated, timerResolution: .milliseconds(1))),
      Ledger([]))
    let results = [
      judge.judge(scenario, RunResult(.finished, outcomes: [.done, .done, .nothing], nanoseconds: 5)),
      judge.judge(scenario, RunResult(.finished, outcomes: [.done, nil, .word("wake")])),
      judge.judge(scenario, RunResult(.crashed("SIGABRT"))),
    ]
    let backend = BackendReport(
      name: "uv", mechanism: "libuv", version: "1.44.2", capabilities: ["edge": "emulated"])
    return Report(environment: .current(), backends: [backend], results: results)
  }

  @Test("has the keys that its description names")
  func keys() throws {
    let data = try JSONEncoder().encode(try report())
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(Set(object.keys) == ["schema", "environment", "backends", "results", "summary", "conflicts"])
    #expect(object["schema"] as? Int == 1)
    let environment = try #require(object["environment"] as? [String: String])
    #expect(Set(environment.keys) == ["kernel", "architecture", "processor", "swift", "date"])
    #expect(environment.values.allSatisfy { !$0.isEmpty })
    let backends = try #require(object["backends"] as? [[String: Any]])
    #expect(backends.map { Set($0.keys) } == [["name", "mechanism", "version", "capabilities"]])
    let results = try #require(object["results"] as? [[String: Any]])
    let always: Set<String> = [
      "scenario", "backend", "verdict", "differences", "steps", "cites", "nanoseconds",
    ]
    #expect(results.map { Set($0.keys) } == [always, always, always])
    #expect(results.map { $0["verdict"] as? String } == ["agrees", "undeclared", "crashed"])
    let steps = try #require(results[1]["steps"] as? [[String: Any]])
    let stepKeys: Set<String> = ["number", "line", "text", "expected", "predicted", "differs"]
    #expect(
      steps.map { Set($0.keys) } == [stepKeys.union(["observed"]), stepKeys, stepKeys.union(["observed"])])
    #expect(steps.map { $0["differs"] as? Bool } == [false, true, true])
  }

  @Test("counts every verdict of every backend, also those that are not there")
  func summary() throws {
    let report = try report()
    let counts = try #require(report.summary["uv"])
    #expect(Set(counts.keys) == Set(Verdict.allCases.map(\.rawValue)))
    #expect(counts.filter { $0.value > 0 } == ["agrees": 1, "undeclared": 1, "crashed": 1])
    #expect(!report.isAsDeclared)
    let agreeing = Report(
      environment: report.environment, backends: report.backends, results: [report.results[0]])
    #expect(agreeing.isAsDeclared)
  }

  @Test("is read back as it was written")
  func roundTrip() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(try report())
    let read = try JSONDecoder().decode(Report.self, from: data)
    #expect(try encoder.encode(read) == data)
    #expect(read.results[1].differences == ["step 2: not done", "step 3: wake"])
    #expect(read.results[1].steps[1].observed == nil)
  }

  @Test("the time of the run is written in UTC, as ISO 8601 has it")
  func date() throws {
    let date = Environment.current().date
    #expect(date.hasSuffix("Z"))
    #expect(throws: Never.self) { try Date(date, strategy: .iso8601) }
  }
}
