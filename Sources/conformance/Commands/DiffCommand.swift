import ArgumentParser
import ConformanceSuite

/// `conformance diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows where the backends differ from each other, and why."
  )

  @OptionGroup var selection: Selection
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.checkOutput()
    let report = try selection.run()
    try output.write(json: report.onlyDiffering.json) { style in DifferenceReport(report, style).text }
    if !report.isAsDeclared { throw Status.undeclared.code }
  }
}
