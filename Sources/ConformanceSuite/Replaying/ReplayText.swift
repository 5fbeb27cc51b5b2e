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
    let contradictions = conflicts.map { "\n" + ConflictText($0, report, style).text }.joined()
    return heading + steps + remarks + contradictions + "\n" + conclusion + "\n"
  }

  private var conflicts: [ModelConflict] { report.conflicts ?? [] }

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
      let differing = columns.map { $0.steps[place] }.filter(\.differs)
      let mark = differing.isEmpty ? "" : differing.allSatisfy(isOfFile) ? "?" : "!"
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
    if step.differs, !isOfFile(step) { return (observed, style.verdict(.undeclared, observed)) }
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
    let disagreeing = report.results.map { ($0.backend, ownDifferences(of: $0)) }.filter { !$0.1.isEmpty }
    if !disagreeing.isEmpty {
      let parts = disagreeing.map { "\($0) (\($1.joined(separator: "; ")))" }
      return style.verdict(.undeclared, "The disagreement is still there: ") + parts.joined(separator: ", ")
    }
    if columns.isEmpty { return "No backend could run it." }
    let names = columns.map(\.backend).joined(separator: ", ")
    if columns.contains(where: \.verdict.isFailure) {
      return style.verdict(.undeclared, "The file and the model disagree")
        + "; no backend differs from Linux by the model: \(names)"
    }
    if !report.isAsDeclared { return "The file and the model disagree; the file agrees with \(names)." }
    return style.verdict(.agrees, "There is no disagreement: ") + names
  }
}

/// Whose difference it is.
extension ReplayText {
  /// What differs on a backend, without what differs only because the file contradicts the model.
  private func ownDifferences(of result: ScenarioReport) -> [String] {
    guard result.verdict.isFailure else { return [] }
    // The wait that it hangs in is one that Linux does not end either.
    if result.verdict == .timedOut, conflicts.contains(where: \.isEndless) { return [] }
    let ofFile = Set(result.steps.filter(isOfFile).map { "step \($0.number): \($0.observed ?? "not done")" })
    return result.differences.filter { !ofFile.contains($0) }
  }

  /// Whether a step differs from the file alone, as the model says what was seen.
  private func isOfFile(_ step: StepReport) -> Bool {
    guard step.differs, conflicts.contains(where: { $0.step == step.number }) else { return false }
    guard let observed = step.observed, let predicted = step.predicted else {
      return step.observed == nil && step.predicted == nil
    }
    let (seen, action) = (Outcome(text: observed), scenario.steps[step.number - 1].action)
    return seen.isSame(as: Outcome(text: predicted), after: action)
      || action.isWait && seen.isReordering(of: Outcome(text: predicted))
  }
}
