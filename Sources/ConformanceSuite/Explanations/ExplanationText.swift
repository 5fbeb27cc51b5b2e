/// Explanations as a person reads them, in 100 columns.
public struct ExplanationText {
  private static let width = 100

  private let report: ExplanationReport
  private let style: Style

  /// Makes the text form of explanations.
  ///
  /// - Parameters:
  ///   - report: the explanations.
  ///   - style: how it is dressed.
  public init(_ report: ExplanationReport, _ style: Style = .plain) {
    self.report = report
    self.style = style
  }

  /// Scenario by scenario: the backends' verdicts, then step by step what was allowed, reported, why, and
  /// what changed in the model.
  public var text: String { report.scenarios.map(text).joined(separator: "\n") }

  private func text(of explanation: Explanation) -> String {
    var lines = Wrapping.lines(explanation.scenario, width: Self.width).map(style.bold)
    lines += Wrapping.lines(explanation.purpose, width: Self.width - 2).map { "  " + $0 }
    lines += verdicts(of: explanation)
    var state = StateText.beginning
    for step in explanation.steps {
      lines.append("")
      lines += heading(of: step)
      let now = step.state.map(StateText.init)
      lines += rows(of: step, in: explanation, now?.changes(since: state) ?? [])
      state = now ?? state
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func verdicts(of explanation: Explanation) -> [String] {
    let label = report.backends.map(\.name.count).max() ?? 0
    return report.backends.flatMap { backend -> [String] in
      let result = explanation.results.first { $0.backend == backend.name }
      let word = result?.verdict.rawValue ?? "unavailable"
      var text = word
      if let ending = result?.differences.first(where: { !$0.hasPrefix("step ") }), ending != word {
        text += " (\(ending))"
      }
      if let reason = result?.reason ?? backend.unavailable { text += ": " + reason }
      var lines = labelled(backend.name, [text], label: label, indent: 2)
      if let verdict = result?.verdict, let first = lines.first {
        let column = label + 4
        lines[0] = first.prefix(column) + style.verdict(verdict) + first.dropFirst(column + word.count)
      }
      return lines
    }
  }

  private func heading(of step: StepExplanation) -> [String] {
    let number = "\(step.number)"
    var text = step.text
    if let wait = step.doneIn { text += "  (done in step \(wait))" }
    if step.allowed.isEmpty, step.doneIn == nil {
      text += "  (not done: it is for an event that does not come)"
    }
    let lines = Wrapping.lines(text, width: Self.width - number.count - 2)
    return lines.enumerated().map { index, line in
      style.bold((index == 0 ? number : String(repeating: " ", count: number.count)) + "  " + line)
    }
  }

  private func rows(
    of step: StepExplanation, in explanation: Explanation, _ changes: [StateText.Part]
  ) -> [String] {
    var rows: [(label: String, lines: [String], isState: Bool)] = outcomes(of: step).map { ($0, [$1], false) }
    if let why = step.why { rows.append(("why", [why], false)) }
    if let cost = step.cost?.text(amongEntries: Self.entries(of: step)) {
      rows.append(("cost", [cost], true))
    }
    rows += changes.map { ($0.label, $0.lines, true) }
    let label = min(24, max(9, rows.map(\.label.count).max() ?? 0))
    return rows.flatMap { row in
      let lines = labelled(row.label, row.lines, label: label, indent: 4)
      return row.isState ? lines.map(style.dim) : lines
    }
  }

  /// The entries of the instance that a step waited on; nil if it did not.
  private static func entries(of step: StepExplanation) -> Int? {
    let isSecond = step.text.hasPrefix("second wait")
    guard isSecond || step.text.hasPrefix("wait") else { return nil }
    let loop = (isSecond ? ScenarioLoop.second : .first).word
    return step.state?.instances.first { $0.name == loop }?.tree.count
  }

  /// What was allowed and what was reported, unless a step was simply done by all.
  private func outcomes(of step: StepExplanation) -> [(label: String, text: String)] {
    guard !step.allowed.isEmpty else {
      return step.observed.map { ($0.backend, "\($0.outcome)  (\($0.standing))") }
    }
    let isPlain =
      step.written == nil && step.allowed == [Outcome.done.description]
      && step.observed.allSatisfy { $0.standing == "linux" }
    guard !isPlain else { return [] }
    var allowed = step.allowed.joined(separator: " or ")
    if step.anyOrder { allowed += ", in any order" }
    var rows = [("allowed", allowed)]
    if let written = step.written { rows.append(("written", "\(written)  (the file contradicts the model)")) }
    var groups: [(text: String, backends: [String])] = []
    for observation in step.observed {
      let text = observation.outcome + Self.mark(of: observation)
      if let known = groups.firstIndex(where: { $0.text == text }) {
        groups[known].backends.append(observation.backend)
      } else {
        groups.append((text, [observation.backend]))
      }
    }
    rows += groups.map { ($0.backends.joined(separator: ", "), $0.text) }
    return rows
  }

  private static func mark(of observation: StepExplanation.Observation) -> String {
    guard observation.standing != "linux" else { return "" }
    return "  (\(observation.standing)\(observation.freedom.map { ": \($0)" } ?? ""))"
  }

  /// Lines behind a label, broken where they are too long.
  private func labelled(_ label: String, _ lines: [String], label width: Int, indent: Int) -> [String] {
    let column = indent + width + 2
    let broken = lines.flatMap { line in
      // A drawing fits or is cut: to break it would be to spoil it.
      line.count <= Self.width - column ? [line] : Wrapping.lines(line, width: Self.width - column)
    }
    let padding = String(repeating: " ", count: max(0, width - label.count) + 2)
    let first = String(repeating: " ", count: indent) + label + padding
    let others = String(repeating: " ", count: column)
    guard label.count <= width else {
      return [String(repeating: " ", count: indent) + label] + broken.map { others + $0 }
    }
    return broken.enumerated().map { ($0 == 0 ? first : others) + $1 }
  }
}
