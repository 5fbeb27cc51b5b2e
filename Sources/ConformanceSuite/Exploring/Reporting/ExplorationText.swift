internal import Foundation

/// A campaign's report for people.
public struct ExplorationText {
  private let report: ExplorationReport
  private let style: Style

  /// Makes the text of a report.
  public init(_ report: ExplorationReport, _ style: Style = .plain) {
    self.report = report
    self.style = style
  }

  /// The text.
  public var text: String {
    let groups = report.groups.flatMap { [""] + lines(of: $0) }
    return (summary + groups + ["", conclusion]).joined(separator: "\n") + "\n"
  }

  private var summary: [String] {
    let rate = report.seconds > 0 ? Int(Double(report.programs) / report.seconds) : 0
    let time = String(format: "%.1f s, %d a second", report.seconds, rate)
    var lines = [
      "\(report.backend.name) (\(report.backend.mechanism) \(report.backend.version)), "
        + "Linux \(report.environment.kernel), \(report.environment.processor)"
    ]
    if let enumerated = report.enumerated {
      lines += wrapped(
        "all programs of up to \(report.length) steps: \(enumerated.programs) looked at, "
          + "\(enumerated.merged) of them merged, \(report.states) states; \(report.programs) run in \(time)")
    } else {
      lines += wrapped(
        "\(report.programs) random programs of \(report.length) steps, seed \(report.seed ?? 0), in \(time); "
          + "about \(report.states) states of the model")
    }
    if report.shards.numbers.count < report.shards.count {
      let numbers = report.shards.numbers.map(String.init).joined(separator: ", ")
      let whole = report.size.map { ", which has \($0) programs" } ?? ""
      lines += wrapped("shard \(numbers) of \(report.shards.count) of the campaign\(whole)")
    }
    lines += wrapped("alphabet: " + report.alphabet.joined(separator: " "))
    let (covered, uncovered) = (report.rules.covered, report.rules.uncovered)
    lines.append("rules of the model: \(covered.count) of \(covered.count + uncovered.count) used")
    if !uncovered.isEmpty { lines += wrapped("not used: " + uncovered.joined(separator: " ")) }
    return lines
  }

  private func lines(of group: ExplorationReport.Group) -> [String] {
    let verdict: Verdict = group.declaration == nil ? .undeclared : .declared
    let count =
      group.programs == 1 ? "program \(group.first)" : "\(group.programs) programs, first \(group.first)"
    var lines = ["\(style.verdict(verdict))  \(style.bold(group.symptom))  (\(count))"]
    if !group.isSeenAgain { lines.append("  seen once, and not again when the program was run alone") }
    let headers = ["#", "purpose", "cites"]
    lines += group.scenario.split(separator: "\n").filter { line in
      !headers.contains { line.hasPrefix($0) }
    }.map { "    \($0)" }
    lines += wrapped("observed: \(group.observed)")
    if let declaration = group.declaration {
      lines += wrapped("as declared for \(declaration.scenario): \(declaration.reason)")
    }
    return lines
  }

  private var conclusion: String {
    guard report.programs > 0 || report.uninspected > 0 else { return "no program was run" }
    let undeclared = report.groups.count { $0.declaration == nil }
    let uninspected =
      report.uninspected == 0
      ? "" : "; for \(report.uninspected) more programs that disagree there was no time to look into them"
    guard !report.groups.isEmpty || report.uninspected > 0 else { return "no disagreement" }
    return "groups of disagreements: \(report.groups.count), of them \(undeclared) not declared" + uninspected
  }

  /// Lines of at most 100 columns, those after the first set off.
  private func wrapped(_ text: String) -> [String] {
    let lines = Wrapping.lines(text, width: 96)
    return lines.enumerated().map { $0.offset == 0 ? $0.element : "    " + $0.element }
  }
}

extension RunResult {
  /// What each step led to, in one line.
  var summary: String {
    switch ending {
    case .crashed(let cause): "crashed \(cause)"
    case .timedOut: "timedOut"
    case .finished:
      (outcomes.map { $0?.description ?? "not done" } + leaks.map { "leak: \($0)" }).joined(separator: "; ")
    }
  }
}
