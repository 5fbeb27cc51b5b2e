import ArgumentParser
import ConformanceSuite

/// `conformance run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs scenarios on the backends and reports."
  )

  @OptionGroup var selection: Selection
  @OptionGroup var output: OutputOptions

  func run() throws {
    try output.checkOutput()
    let report = try selection.run()
    try output.write(json: report.json) { style in TextReport(report, style).text }
    if !report.isAsDeclared { throw Status.undeclared.code }
  }
}
