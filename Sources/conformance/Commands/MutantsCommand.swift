import ArgumentParser
import ConformanceSuite
import Mutants

/// `conformance mutants`.
struct MutantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutants",
    abstract: "Runs the scenarios on loops that are broken on purpose, each of which one must catch.",
    discussion: """
      Status 1 if a mutant lives: then a scenario is missing. With --programs also if generated programs \
      catch less than nine tenths of the mutants.
      """
  )

  @Argument(help: "Ids (timers-reversed) or globs (timer*); all mutants if none is given.")
  var mutants: [String] = []

  @Option(
    help: ArgumentHelp(
      "An id, glob or file of the scenarios to run, instead of all; may be repeated.", valueName: "scenarios")
  )
  var scenarios: [String] = []

  @Flag(help: "Run all scenarios on each mutant, and count those that catch it.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "How many generated programs are run on each mutant as well, until one catches it.", valueName: "count")
  )
  var programs: Int?

  @Flag(help: "List the mutants, and run nothing.")
  var list = false

  @Option(help: ArgumentHelp("The seconds that one scenario may take. (default: 2)", valueName: "seconds"))
  var timeLimit: Int?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...3600).contains(timeLimit ?? 2) else {
      throw ValidationError("--time-limit must be 1 to 3600 seconds")
    }
    guard (0...100_000_000).contains(programs ?? 0) else {
      throw ValidationError("--programs must be 0 to 100,000,000")
    }
    let given = [
      scenarios.isEmpty ? nil : "--scenarios", all ? "--all" : nil, programs.map { _ in "--programs" },
      timeLimit.map { _ in "--time-limit" },
    ]
    if list, let option = given.compactMap(\.self).first {
      throw ValidationError("--list runs nothing, so there is no use for \(option)")
    }
  }

  func run() throws {
    try output.checkOutput()
    let selected = try Status.reporting { try Mutant.select(mutants, from: Fault.mutants) }
    if list {
      let list = MutantList(selected)
      return try output.write(json: list.json) { style in list.text(style) }
    }
    let catalogue = try Status.reporting { try Catalogue() }
    let chosen = try Status.reporting { try catalogue.select(scenarios) }
    var suite = Suite(catalogue, Ledger([]))
    suite.timeLimit = .seconds(timeLimit ?? 2)
    if !scenarios.isEmpty { try refuseFailing(chosen, suite) }
    let report = try examine(selected, by: chosen, suite)
    try output.write(json: report.json) { style in MutationText(report, style).text }
    if !report.survivors.isEmpty || !report.isExploredWell { throw Status.undeclared.code }
  }

  /// Refuses scenarios that the loop without a fault fails, each of which would catch every mutant.
  private func refuseFailing(_ selection: CatalogueSelection, _ suite: Suite) throws {
    let report = try Status.reporting { try suite.run(selection, on: [Fault.faultless]) }
    guard let failing = report.results.first(where: \.verdict.isFailure) else { return }
    try Status.usage.fail(
      "\(failing.scenario) would catch every mutant: the loop without a fault fails it as well "
        + "(\(failing.differences.joined(separator: "; ")))")
  }

  private func examine(
    _ mutants: [Mutant], by selection: CatalogueSelection, _ suite: Suite
  ) throws -> MutationReport {
    let line = ProgressLine()
    defer { line.clear() }
    let isExhaustive = all
    let exploration = programs.flatMap { count in
      count > 0 ? MutantExploration(count: count, faultless: Fault.faultless) : nil
    }
    return try Status.reporting { () throws -> MutationReport in
      try suite.examine(mutants, by: selection, isExhaustive: isExhaustive, exploration: exploration) {
        progress in
        line.show("\(progress.done)/\(progress.total)  \(progress.mutant)")
      }
    }
  }
}
