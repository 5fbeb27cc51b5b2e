/// A report as a person reads it.
public struct TextReport {
  private let report: Report
  private let style: Style

  /// Makes the text form of a report.
  public init(_ report: Report, _ style: Style = .plain) {
    self.report = report
    self.style = style
  }

  /// Verdicts counted by area and backend, then each difference with what was expected, observed, and why.
  public var text: String {
    heading + "\n" + areas + "\n" + differences + conflicts + conclusion
  }

  /// The machine and the backends.
  private var heading: String {
    let environment = report.environment
    var table = TextTable()
    for backend in report.backends {
      table.append([backend.name, "\(backend.mechanism) \(backend.version)"])
    }
    return style.bold("TwinLoop conformance")
      + "  Linux \(environment.kernel), \(environment.architecture), \(environment.processor)\n" + table.text
  }

  private var areas: String {
    var table = TextTable()
    table.append([("area", style.bold("area"))] + report.backends.map { ($0.name, style.bold($0.name)) })
    let byArea = Dictionary(grouping: report.results, by: \.area)
    for area in byArea.keys.sorted() {
      table.append([(area, area)] + report.backends.map { counts(of: byArea[area] ?? [], $0.name) })
    }
    table.append([("all", style.bold("all"))] + report.backends.map { counts(of: report.results, $0.name) })
    return table.text
  }

  private func counts(of results: [ScenarioReport], _ backend: String) -> (text: String, dressed: String) {
    let mine = results.filter { $0.backend == backend }
    let parts = Verdict.allCases.compactMap { verdict -> (String, String)? in
      let count = mine.count { $0.verdict == verdict }
      guard count > 0 else { return nil }
      let text = "\(count) \(verdict.rawValue)"
      return (text, style.verdict(verdict, text))
    }
    return (parts.map(\.0).joined(separator: ", "), parts.map(\.1).joined(separator: ", "))
  }

  private var differences: String {
    report.results.filter { $0.isDifference }.map { DifferenceText($0, style).text + "\n" }.joined()
  }

  private var conflicts: String {
    (report.conflicts ?? []).map { ConflictText($0, report, style).text + "\n" }.joined()
  }

  private var conclusion: String {
    var failures = Verdict.allCases.filter(\.isFailure).compactMap { verdict -> String? in
      let count = report.results.count { $0.verdict == verdict }
      return count > 0 ? style.verdict(verdict, "\(count) \(verdict.rawValue)") : nil
    }
    if let count = report.conflicts?.count, count > 0 {
      failures.append(style.verdict(.undeclared, "\(count) of which file and model disagree"))
    }
    return failures.isEmpty
      ? style.verdict(.agrees, "Every difference is declared.") + "\n"
      : "Not as declared: " + failures.joined(separator: ", ") + ".\n"
  }
}

extension ScenarioReport {
  /// The first part of the scenario's id.
  var area: String { scenario.split(separator: "/").first.map(String.init) ?? scenario }

  /// Whether there is something to account for.
  var isDifference: Bool {
    switch verdict {
    case .agrees, .permitted, .unsupported: false
    case .declared, .undeclared, .stale, .crashed, .timedOut: true
    }
  }
}
