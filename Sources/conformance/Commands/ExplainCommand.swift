import ArgumentParser
import ConformanceSuite

/// `conformance explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows step by step what the model allows, what each backend reported, and why.",
    discussion: """
      After each step come the parts of the model that it changed: the red-black tree, the ready list, and \
      of each watched object its state and its wait queue. A backend that is unavailable is named.
      """
  )

  @Argument(help: "Ids (edge/partial-read-is-silent), globs (edge/*) or files of your own (./mine.scenario).")
  var scenarios: [String] = []

  @OptionGroup var running: RunningOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard !scenarios.isEmpty else {
      throw ValidationError("there is nothing to explain: name a scenario ('conformance list' shows them)")
    }
  }

  func run() throws {
    try output.checkOutput()
    let suite = try running.suite()
    let selected = try Status.reporting { try suite.catalogue.selectFiles(scenarios) }
    let report = try running.workers.showingProgress { show throws(SuiteError) in
      try suite.explain(selected, on: running.workers.programs, progress: show)
    }
    try output.write(json: report.json) { style in ExplanationText(report, style).text }
    // Who asks for a backend by name cannot do without it.
    if running.workers.backend.isChosen {
      let missing = report.backends.compactMap { backend in
        backend.unavailable.map { "the backend '\(backend.name)' is unavailable: \($0)" }
      }
      for message in missing { Status.say(message) }
      if !missing.isEmpty { throw Status.unavailable.code }
    }
    if !report.isAsDeclared { throw Status.undeclared.code }
  }
}
