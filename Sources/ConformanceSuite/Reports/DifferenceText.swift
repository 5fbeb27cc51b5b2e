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
      lines.append("  step \(step.number)\(line): \(step.text)")
      lines.append(
        "    expected  \(step.expected.isEmpty ? "no broken rule" : step.expected.joined(separator: " or "))")
      lines.append("    observed  \(step.observed ?? "nothing was done")")
    }
    // What is not a step: a crash, a time-out, a leak.
    for difference in result.differences where !difference.hasPrefix("step ") {
      lines.append("    expected  that it ends well")
      lines.append("    observed  \(difference)")
    }
    if let reason = result.reason { lines.append("    why       \(reason)") }
    if !result.cites.isEmpty { lines.append("    see       \(result.cites.joined(separator: "  "))") }
    return lines.joined(separator: "\n") + "\n"
  }
}
