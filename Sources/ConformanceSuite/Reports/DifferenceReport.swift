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
    lines += results.map {
      "  \($0.backend): \(style.verdict($0.verdict))\($0.reason.map { ", \($0)" } ?? "")"
    }
    let numbers = Set(results.flatMap { $0.steps.filter(\.differs).map(\.number) }).sorted()
    for number in numbers {
      let steps = results.compactMap { result in
        result.steps.first { $0.number == number }.map { (result.backend, $0) }
      }
      guard let step = steps.first?.1 else { continue }
      lines.append("  step \(number), line \(step.line): \(step.text)")
      var table = TextTable()
      table.append(["  expected", step.expected.joined(separator: " or ")])
      for (backend, step) in steps {
        table.append(["  \(backend)", step.observed ?? "not done"])
      }
      lines.append(String(table.text.dropLast()))
    }
    for result in results {
      for difference in result.differences where !difference.hasPrefix("step ") {
        lines.append("    \(result.backend): \(difference)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
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
