import ArgumentParser
import ConformanceSuite
import Foundation

/// `conformance explore`.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Runs generated programs and compares what a backend does with what the model allows.",
    discussion: """
      Random programs are the same for a seed on every machine. Disagreements are grouped, shrunk to the smallest \
      program that shows them, and those that the ledger does not declare are written as scenario files, for \
      'conformance replay' and for bug reports.
      """
  )

  @OptionGroup var running: RunningOptions
  @OptionGroup var campaign: CampaignOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "Reports of a campaign's shards, made with --format json, to be merged instead of running anything.",
      valueName: "files"))
  var merge: [String] = []

  @Option(
    help: ArgumentHelp("Where scenario files of undeclared disagreements are written.", valueName: "directory"))
  var save = "explored"

  func validate() throws {
    guard running.workers.backend.backends.count == 1 || !running.workers.backend.isChosen else {
      throw ValidationError("a campaign runs on one backend: name one after --backend")
    }
  }

  func run() throws {
    try output.checkOutput()
    let report = merge.isEmpty ? try explore() : try merged()
    let files = report.isAsDeclared ? [] : try FoundFiles(report).write(to: save)
    try output.write(json: report.json) { ExplorationText(report, $0).text }
    for file in files { Status.say("wrote \(file)") }
    if !report.isAsDeclared { throw Status.undeclared.code }
  }

  private func explore() throws -> ExplorationReport {
    let suite = try running.suite()
    var plan = try campaign.plan()
    plan.timeLimit = campaign.programTimeLimit
    let backend = running.workers.backend.isChosen ? running.workers.backend.backends[0] : .epoll
    let line = ProgressLine()
    defer { line.clear() }
    return try Status.reporting {
      try plan.run(on: backend.program, by: suite) { line.show($0.text) }
    }
  }

  private func merged() throws -> ExplorationReport {
    try Status.reporting {
      var reports = try merge.map { try ExplorationReport(file: $0) }[...]
      guard var all = reports.popFirst() else { preconditionFailure("there is at least one file") }
      for (file, report) in zip(merge.dropFirst(), reports) where !all.merge(report) {
        try Status.usage.fail("'\(file)' is of another campaign than '\(merge[0])', or was not made of random programs")
      }
      return all
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
