internal import Foundation

/// A campaign's report for people.
public struct ExplorationText {
  private let report: ExplorationReport
  private let style: Style

  /// Makes the text of a report.
  public init(_ report: ExplorationReport, _ style: Style) {
    self.report = report
    self.style = style
  }

  /// The text.
  public var text: String {
    let rate = report.seconds > 0 ? Int(Double(report.programs) / report.seconds) : 0
    var lines = [
      "\(report.programs) programs of \(report.length) steps on \(report.backend.name), seed \(report.seed): "
        + "\(Int(report.seconds.rounded())) s, \(rate) a second"
    ]
    lines.append("states of the model: about \(report.coverage.states.count)")
    for group in report.groups {
      lines.append("")
      let verdict = group.declaration == nil ? Verdict.undeclared : .declared
      lines.append(
        style.verdict(verdict) + "  " + style.bold(group.symptom)
          + "  (\(group.count) programs, first \(group.program))")
      lines += group.minimal.text().split(separator: "\n").dropFirst(2).map { "  " + $0 }
      lines.append("  observed: " + group.observed.summary)
      if let declaration = group.declaration {
        lines.append("  as in \(declaration.scenario): \(declaration.reason)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension RunResult {
  /// What each step led to, in one line.
  var summary: String {
    switch ending {
    case .crashed(let cause): "crashed \(cause)"
    case .timedOut: "timedOut"
    case .finished: outcomes.map { $0?.description ?? "not done" }.joined(separator: "; ")
    }
  }
}
