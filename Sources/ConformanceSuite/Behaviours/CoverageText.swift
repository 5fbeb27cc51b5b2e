/// A coverage report for people: the areas with their counts, then every behaviour that no scenario shows.
public struct CoverageText {
  private let report: CoverageReport
  private let style: Style

  /// Makes the text of a report.
  public init(_ report: CoverageReport, _ style: Style = .plain) {
    self.report = report
    self.style = style
  }

  /// The text.
  public var text: String {
    let shown = report.behaviours.count { !$0.scenarios.isEmpty }
    return areas + "\n" + missing
      + "\(shown) of \(report.behaviours.count) behaviours are shown by a scenario\n"
  }

  private var areas: String {
    var table = TextTable()
    table.append([("area", style.bold("area")), ("core", style.bold("core")), ("deep", style.bold("deep"))])
    var names: [String] = []
    for behaviour in report.behaviours where !names.contains(behaviour.area) { names.append(behaviour.area) }
    for name in names {
      let rows = report.behaviours.filter { $0.area == name }
      table.append([(name, name)] + [cell(of: rows, .core), cell(of: rows, .deep)])
    }
    return table.text
  }

  private func cell(of rows: [Behaviour], _ tier: Behaviour.Tier) -> (String, String) {
    let rows = rows.filter { $0.tier == tier }
    let shown = rows.count { !$0.scenarios.isEmpty }
    let text = rows.isEmpty ? "" : "\(shown) of \(rows.count)"
    return (text, shown == rows.count ? text : style.verdict(.undeclared, text))
  }

  private var missing: String {
    let rows = report.behaviours.filter(\.scenarios.isEmpty)
    guard !rows.isEmpty else { return "" }
    let lines = rows.flatMap { behaviour in
      let reason = behaviour.unobservable ?? "no scenario shows it"
      return [
        "\(style.bold(behaviour.id))  (\(behaviour.tier.rawValue))  \(behaviour.statement)",
        "    \(behaviour.isAccountedFor ? reason : style.verdict(.undeclared, reason))",
      ]
    }
    return lines.joined(separator: "\n") + "\n\n"
  }
}
