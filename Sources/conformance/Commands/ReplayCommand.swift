import ArgumentParser
import ConformanceSuite

/// `conformance replay`.
struct ReplayCommand: ParsableCommand {
  /// A language in which a scenario can be written for those who do not have this package.
  enum Language: String, ExpressibleByArgument, CaseIterable {
    case c
  }

  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract:
      "Runs one scenario, such as a recorded disagreement, and shows whether a backend still differs.",
    discussion: """
      Each step is shown with what Linux does, by the model, and what each backend did. Differences that the \
      ledger declares count as well. Without --backend it runs on the one that the file was recorded for \
      ('# backend: NAME' among the comments at its top), or else on all.
      """
  )

  @Argument(help: "A file (./mine.scenario), or the id of a scenario.")
  var file: String

  @OptionGroup var workers: WorkerOptions

  @Option(
    help: ArgumentHelp(
      "Write a program in this language (c) that shows the same, and run nothing.", valueName: "language"))
  var emit: Language?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if emit != nil, output.format == .json {
      throw ValidationError("a program is text: --emit and --format json exclude each other")
    }
  }

  func run() throws {
    try output.checkOutput()
    let suite = try workers.suite(Ledger([]))
    let selected = try Status.reporting { try suite.catalogue.selectFiles([file]) }
    guard selected.count == 1, let scenario = selected.first else {
      try Status.usage.fail("'\(file)' stands for \(selected.count) scenarios: name one")
    }
    let backends = try chosenBackends(for: scenario)
    guard emit == nil else { return try writeProgram(scenario, backends) }
    let report = try workers.showingProgress { show throws(SuiteError) in
      try suite.run([scenario], on: backends.map(\.program), progress: show)
    }
    try output.write(json: report.json) { style in ReplayText(scenario, report, style).text }
    if !report.isAsDeclared { throw Status.undeclared.code }
    if report.results.allSatisfy({ $0.verdict == .unsupported }) { throw Status.unavailable.code }
  }

  /// Those that were asked for, or that the file was recorded for, or all.
  private func chosenBackends(for scenario: Scenario) throws -> [KnownBackend] {
    guard !workers.backend.isChosen, let name = scenario.recordedBackend else {
      return workers.backend.backends
    }
    guard let backend = KnownBackend(rawValue: name) else {
      try Status.usage.fail(
        "\(file) was recorded for '\(name)', which is no backend (\(KnownBackend.names)): choose by --backend"
      )
    }
    return [backend]
  }

  private func writeProgram(_ scenario: Scenario, _ backends: [KnownBackend]) throws {
    guard backends.count == 1 else {
      try Status.usage.fail("a program shows one backend: choose it by --backend epoll or --backend uv-raw")
    }
    let program = try Status.reporting { try CProgram(scenario, showing: backends[0].rawValue) }
    try output.write(program.text)
  }
}
