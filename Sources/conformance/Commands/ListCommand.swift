import ArgumentParser
import ConformanceSuite

/// `conformance list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the scenarios with their purposes, by area."
  )

  @Argument(help: "Ids, globs or files; all scenarios if none is given.")
  var scenarios: [String] = []

  @Flag(
    help: """
      Instead, shows which of the behaviours that public suites and manuals know of no scenario shows; the \
      status is 1 if there is no reason for one of them.
      """)
  var coverage = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if coverage, !scenarios.isEmpty {
      throw ValidationError("--coverage is of all scenarios; leave out '\(scenarios[0])'")
    }
  }

  func run() throws {
    if coverage { return try showCoverage() }
    let selected = try Status.reporting { try Catalogue().select(scenarios) }
    let list = ScenarioList(selected)
    try output.write(json: list.json) { style in list.text(style) }
  }

  private func showCoverage() throws {
    let report = try Status.reporting { try CoverageReport(Catalogue()) }
    try output.write(json: report.json) { style in CoverageText(report, style).text }
    if !report.isComplete { throw Status.undeclared.code }
  }
}
