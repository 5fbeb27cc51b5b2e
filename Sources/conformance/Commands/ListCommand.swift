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

  @OptionGroup var output: OutputOptions

  func run() throws {
    let selected = try Status.reporting { try Catalogue().select(scenarios) }
    let list = ScenarioList(selected)
    try output.write(json: list.json) { style in list.text(style) }
  }
}
