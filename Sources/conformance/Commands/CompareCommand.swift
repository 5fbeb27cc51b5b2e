import ArgumentParser
import ConformanceSuite
import Foundation

/// `conformance compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Shows what differs between reports, such as those of two versions of a library.",
    discussion: "The verdicts were given by the runs that wrote the reports: that they differ is no failure."
  )

  @Argument(help: "Files that 'conformance run --format json' wrote, two or more.")
  var reports: [String]

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard reports.count >= 2 else { throw ValidationError("there is nothing to compare: name two reports") }
  }

  func run() throws {
    try output.checkOutput()
    let read = try Status.reporting { try reports.map { try Report(file: $0) } }
    let comparison = ReportComparison(Array(zip(columnNames, read)).map { (name: $0, report: $1) })
    try output.write(json: comparison.json) { style in ComparisonText(comparison, style).text }
  }

  /// The names of the files without folder and ending, or as given where these are not enough to tell them
  /// apart.
  private var columnNames: [String] {
    let names = reports.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }
    return Set(names).count == names.count ? names : reports
  }
}
