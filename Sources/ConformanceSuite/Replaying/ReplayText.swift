/// One scenario step by step, as a person reads it: what Linux does, by the model, and what backends did.
public struct ReplayText {
  private let scenario: Scenario
  private let report: Report
  private let style: Style

  /// Makes the text form of a scenario's replay.
  ///
  /// - Parameters:
  ///   - scenario: the scenario.
  ///   - report: what a run of it, and of no other, led to by an empty ledger.
  ///   - style: how it is dressed.
  public init(_ scenario: Scenario, _ report: Report, _ style: Style = .plain) {
    self.scenario = scenario
    self.report = report
    self.style = style
  }

  /// The steps beside Linux, those that differ with a mark, and whether there is a disagreement.
  public var text: String {
    let heading = style.bold(scenario.id) + "\n  \(scenario.purpose)\n\n"
    let conflicts = (report.conflicts ?? []).map { "\n" + ConflictText($0, report, style).text }.joined()
    return heading + steps + remarks + conflicts + "\n" + conclusion + "\n"
  }

  /// Those that a backend did, or that were tried in vain.
  private var columns: [ScenarioReport] { report.results.filter { $0.verdict != .unsupported } }

  private var steps: String {
    guard let first = columns.first else { return "" }
    var table = TextTable()
    let names = columns.map { column in
      let backend = report.backends.first { $0.name == column.backend }
      return column.backend + (backend.map { " (\($0.mechanism) \($0.version))" } ?? "")
    }
    table.append((["", "", "step", "Linux"] + names).map { ($0, style.bold($0)) })
    for (place, step) in first.steps.enumerated() {
      let differs = columns.contains { $0.steps[place].differs }
      let mark = differs ? "!" : ""
      let cells = columns.map { cell(of: $0.steps[place]) }
      table.append(
        [
          (mark, style.verdict(.undeclared, mark)), ("\(step.number)", "\(step.number)"),
          (step.text, step.text),
          (step.predicted ?? "not done", step.predicted ?? "not done"),
        ] + cells)
    }
    return table.text
  }

  private func cell(of step: StepReport) -> (text: String, dressed: String) {
    let observed = step.observed ?? (step.differs ? "not done" : "")
    if step.differs { return (observed, style.verdict(.undeclared, observed)) }
    let isLinux = step.observed == nil || step.observed == step.predicted
    let text = observed + (isLinux ? "" : " (permitted\(step.freedom.map { ": \($0)" } ?? ""))")
    return (text, text)
  }

  /// What is no step: a crash, a time-out, a leak, a scenario that cannot run, and why.
  private var remarks: String {
    let lines = report.results.flatMap { result in
      result.differences.filter { !$0.hasPrefix("step ") }.map { "\(result.backend): \($0)" }
        + (result.reason.map { ["\(result.backend): \($0)"] } ?? [])
    }
    return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
  }

  private var conclusion: String {
    let disagreeing = report.results.filter { $0.verdict.isFailure }
    if !disagreeing.isEmpty {
      let parts = disagreeing.map { "\($0.backend) (\($0.differences.joined(separator: "; ")))" }
      return style.verdict(.undeclared, "The disagreement is still there: ") + parts.joined(separator: ", ")
    }
    if columns.isEmpty { return "No backend could run it." }
    let names = columns.map(\.backend).joined(separator: ", ")
    if !report.isAsDeclared { return "The file and the model disagree; the file agrees with \(names)." }
    return style.verdict(.agrees, "There is no disagreement: ") + names
  }
}
