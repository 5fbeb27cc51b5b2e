/// The scenarios that not all backends answer alike, each with every backend's answer and the reason.
public struct DifferenceReport {
  private let report: Report
  private let style: Style

  /// Makes the text form of a report's differences.
  public init(_ report: Report, _ style: Style = .plain) {
    self.report = report.onlyDiffering
    self.style = style
  }

  /// The differences, scenario by scenario.
  public var text: String {
    guard !report.results.isEmpty else { return "No backend differs from another.\n" }
    let byScenario = Dictionary(grouping: report.results, by: \.scenario)
    return byScenario.keys.sorted().map { describe($0, byScenario[$0] ?? []) }.joined(separator: "\n")
  }

  private func describe(_ scenario: String, _ results: [ScenarioReport]) -> String {
    var lines = [style.bold(scenario)]
    lines += results.flatMap(verdict)
    let numbers = Set(results.flatMap { $0.steps.filter(\.differs).map(\.number) }).sorted()
    for number in numbers {
      let steps = results.compactMap { result in
        result.steps.first { $0.number == number }.map { (result.backend, $0) }
      }
      guard let step = steps.first?.1 else { continue }
      lines += Wrapping.lines(step.text, behind: "  step \(number), line \(step.line): ")
      let rows =
        [("expected", step.expected.joined(separator: " or "))]
        + steps.map { backend, step in (backend, step.observed ?? "not done") }
      let width = rows.map(\.0.count).max() ?? 0
      for (name, outcome) in rows {
        let padding = String(repeating: " ", count: width - name.count + 2)
        lines += Wrapping.lines(outcome, behind: "    \(name)\(padding)")
      }
    }
    for result in results {
      for difference in result.differences where !difference.hasPrefix("step ") {
        lines += Wrapping.lines(difference, behind: "    \(result.backend): ")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func verdict(of result: ScenarioReport) -> [String] {
    let label = "  \(result.backend): "
    let word = result.verdict.rawValue
    var lines = Wrapping.lines(word + (result.reason.map { ", \($0)" } ?? ""), behind: label)
    lines[0] = label + style.verdict(result.verdict) + lines[0].dropFirst(label.count + word.count)
    return lines
  }
}

extension Report {
  /// The results of those scenarios that some backend answers otherwise than as Linux does.
  public var onlyDiffering: Report {
    let differing = Set(results.filter { $0.verdict != .agrees }.map(\.scenario))
    var report = self
    report.results = results.filter { differing.contains($0.scenario) }
    return report
  }
}
