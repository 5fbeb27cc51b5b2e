/// Compared reports as a person reads them.
public struct ComparisonText {
  private let comparison: ReportComparison
  private let style: Style

  /// Makes the text form of a comparison.
  public init(_ comparison: ReportComparison, _ style: Style = .plain) {
    self.comparison = comparison
    self.style = style
  }

  /// One table for each backend: its versions, its verdicts counted, and the scenarios that differ.
  public var text: String {
    comparison.backends.map(table).joined(separator: "\n")
  }

  private func table(of backend: ReportComparison.Backend) -> String {
    var table = TextTable()
    table.append(([backend.name] + comparison.reports).map { ($0, style.bold($0)) })
    table.append(["version"] + backend.versions.map { $0 ?? Self.nothing })
    for verdict in Verdict.allCases {
      let counts = backend.summaries.map { $0?[verdict.rawValue] }
      // That there is no failure is worth a row.
      let isShown = verdict == .undeclared || verdict == .stale || counts.contains { $0 ?? 0 > 0 }
      guard isShown else { continue }
      table.append([verdict.rawValue] + counts.map { $0.map(String.init) ?? Self.nothing })
    }
    guard !backend.differences.isEmpty else { return table.text + "  no scenario differs\n" }
    for difference in backend.differences {
      table.append(
        [(difference.scenario, style.bold(difference.scenario))]
          + difference.verdicts.map { verdict in
            let text = verdict?.rawValue ?? Self.nothing
            return (text, verdict.map { style.verdict($0) } ?? text)
          })
      for observation in difference.observations {
        table.append(["  " + observation.text] + observation.seen.map { $0 ? "seen" : Self.nothing })
      }
    }
    return table.text
  }

  private static let nothing = "-"
}
