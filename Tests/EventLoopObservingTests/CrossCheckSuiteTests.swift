import ConformanceSuite
import Foundation
import Testing

@Suite("The suite on a cross-check loop")
struct CrossCheckSuiteTests {
  /// The program that runs scenarios on epoll beside libuv, and ends at the first divergence.
  private static var program: WorkerProgram {
    let products = Bundle.main.bundleURL
    return WorkerProgram(
      backend: "crosscheck", executable: products.appendingPathComponent("conformance-uv").path, advice: "")
  }

  @Test("it keeps the contract, and its two loops agree in every scenario")
  func everything() throws {
    let suite = try Suite()
    let report = try suite.run(suite.catalogue.everything, on: [Self.program])
    for result in report.results where result.verdict != .agrees && result.verdict != .permitted {
      Issue.record("\(result.scenario): \(result.verdict) \(result.differences) \(result.reason ?? "")")
    }
    #expect(report.results.count > 300)
  }
}
