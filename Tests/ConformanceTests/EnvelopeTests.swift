import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The envelope over the catalogue")
struct EnvelopeTests {
  @Test(
    "in every step both loops do what the model allows, and epoll what Linux does but for closed descriptors")
  func catalogue() throws {
    let run = try CommandRun(["run", "--backend", "epoll,uv", "--format", "json"])
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    let scenarios = try Catalogue().scenarios
    // The model has no say in scenarios in Swift.
    let trials = Set(Trial.all.map(\.id))
    let results = report.results.filter { !trials.contains($0.scenario) }
    #expect(results.count == 2 * scenarios.count)
    for result in results {
      let scenario = try #require(scenarios.first { $0.id == result.scenario })
      let observed = result.steps.map { $0.observed.map { Outcome(text: $0) } }
      for (index, standing) in Oracle().standings(of: scenario, observed: observed).enumerated() {
        let step = "\(result.backend), \(scenario.id), step \(index + 1): \(standing)"
        switch standing {
        case .linux: break
        case .different: Issue.record("\(step)")
        case .permitted(let freedom): #expect(result.backend == "uv" || freedom == .closedEarly, "\(step)")
        }
      }
    }
  }
}
