import ArgumentParser
import ConformanceSuite
import Foundation

/// `conformance explore`.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Runs generated programs and compares what a backend does with what the model allows.",
    discussion: """
      Random programs are the same for a seed on every machine. Disagreements are grouped, shrunk to the \
      smallest program that shows them, and those that the ledger does not declare are written as scenario \
      files, for 'conformance replay' and for bug reports.
      """
  )

  @Option(help: ArgumentHelp("The backend to run on. (default: epoll)", valueName: "name"))
  var backend: KnownBackend?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var campaign: CampaignOptions
  @OptionGroup var output: OutputOptions

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Reports of a campaign's shards, made with --format json, to be merged instead of running anything.",
      valueName: "files"))
  var merge: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where scenario files of undeclared disagreements are written.", valueName: "directory"))
  var save = "explored"

  func validate() throws {
    let given =
      [backend.map { _ in "--backend" }, ledger.ledger.map { _ in "--ledger" }].compactMap(\.self)
      + campaign.given
    if !merge.isEmpty, let option = given.first {
      throw ValidationError("--merge runs nothing, so there is no use for \(option)")
    }
  }

  func run() throws {
    try output.checkOutput()
    try FoundFiles.checkDirectory(save)
    let report = merge.isEmpty ? try explore() : try merged()
    let isSaved = FoundFiles(report).write(to: save)
    // The report has the scenarios too.
    try output.write(json: report.json) { ExplorationText(report, $0).text }
    if !isSaved { throw Status.unwritable.code }
    if !report.isAsDeclared { throw Status.undeclared.code }
  }

  private func explore() throws -> ExplorationReport {
    let suite = Suite(try Status.reporting { try Catalogue() }, try ledger.read())
    let plan = campaign.plan()
    let line = ProgressLine()
    defer { line.clear() }
    return try Status.reporting {
      try plan.run(on: (backend ?? .epoll).program, by: suite) { line.show($0.text) }
    }
  }

  private func merged() throws -> ExplorationReport {
    try Status.reporting {
      var reports = try merge.map { try ExplorationReport(file: $0) }[...]
      guard var all = reports.popFirst() else { preconditionFailure("there is at least one file") }
      for (file, report) in zip(merge.dropFirst(), reports) {
        do throws(ExplorationReport.MergeRefusal) {
          try all.merge(report)
        } catch {
          try Status.usage.fail("'\(file)' \(error.reason(first: merge[0]))")
        }
      }
      return all
    }
  }
}

extension ExplorationReport.MergeRefusal {
  /// Why a report cannot be merged, as what is said of its file.
  fileprivate func reason(first: String) -> String {
    switch self {
    case .otherCampaign: "is of another campaign than '\(first)'"
    case .exhaustive: "is of an exhaustive search, whose parts cannot be merged"
    case .repeated(let shard): "is of shard \(shard), and so is a file before it"
    }
  }
}

extension Exploration.Progress {
  /// How far it has come, in one line.
  fileprivate var text: String {
    let seconds = elapsed / .seconds(1)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var text = total.map { "\(done)/\($0)" } ?? "\(done)"
    text += " programs, \(Int(rate)) a second, \(states) states, \(groups) groups"
    if let total, rate > 0 { text += ", \(Int(Double(total - done) / rate)) s left" }
    return text
  }
}
