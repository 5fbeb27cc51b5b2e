/// One scenario's difference on one backend, in lines.
struct DifferenceText {
  private let result: ScenarioReport
  private let style: Style

  init(_ result: ScenarioReport, _ style: Style) {
    self.result = result
    self.style = style
  }

  var text: String {
    var lines = [
      "\(style.bold(result.scenario))  \(result.backend)  \(style.verdict(result.verdict))"
    ]
    for step in result.steps where step.differs {
      let line = step.line > 0 ? ", line \(step.line)" : ""
      lines += Wrapping.lines(step.text, behind: "  step \(step.number)\(line): ")
      let expected = step.expected.isEmpty ? "no broken rule" : step.expected.joined(separator: " or ")
      lines += Wrapping.lines(expected, behind: "    expected  ")
      lines += Wrapping.lines(step.observed ?? "nothing was done", behind: "    observed  ")
    }
    // What is not a step: a crash, a time-out, a leak.
    for difference in result.differences where !difference.hasPrefix("step ") {
      lines.append("    expected  that it ends well")
      lines += Wrapping.lines(difference, behind: "    observed  ")
    }
    if let reason = result.reason { lines += Wrapping.lines(reason, behind: "    why       ") }
    if !result.cites.isEmpty {
      lines += Wrapping.lines(result.cites.joined(separator: "  "), behind: "    see       ")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
