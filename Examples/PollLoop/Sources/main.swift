import ConformanceSuite
import Foundation

// The suite starts this program again and again as a worker, which runs scenarios and does not return.
BackendWorker.serveIfAsked([Backend("poll", PollLoop.self)])

do {
  let suite = Suite(try Catalogue(), try Ledger(directory: Bundle.module.bundlePath + "/Ledger"))
  let report = try suite.run(suite.catalogue.everything, on: [.thisProgram("poll")])
  print(TextReport(report).text)

  // And programs that nobody has thought of; of files the ledger says enough.
  var exploration = Exploration(.random(seed: 1, count: 10_000))
  exploration.alphabet.letters.remove(.files)
  let findings = try exploration.run(on: .thisProgram("poll"), by: suite)
  print(ExplorationText(findings).text)
  exit(report.isAsDeclared && findings.isAsDeclared ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print(error)
  exit(EX_SOFTWARE)
}
