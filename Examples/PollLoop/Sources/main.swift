import ConformanceSuite
import Foundation

// Returns unless the suite has started this program as a worker.
BackendWorker.serveIfAsked([Backend("poll", PollLoop.self)])

do {
  let suite = Suite(try Catalogue(), try Ledger(directory: Bundle.module.bundlePath + "/Ledger"))
  let report = try suite.run(suite.catalogue.everything, on: [.thisProgram("poll")])
  print(TextReport(report).text)
  let exploration = try Exploration(.random(seed: 1, count: 10_000)).run(on: .thisProgram("poll"), by: suite)
  print(ExplorationText(exploration).text)
  exit(report.isAsDeclared && exploration.isAsDeclared ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print(error)
  exit(EX_SOFTWARE)
}
