/// The tables of a probe as a person reads them.
public struct ProbeText {
  private let report: ProbeReport
  private let style: Style

  /// Makes the text form of a report.
  public init(_ report: ProbeReport, _ style: Style = .plain) {
    self.report = report
    self.style = style
  }

  /// The machine, then table after table.
  ///
  /// Flags are written out where a table has one question, and by their first letters where it has several.
  public var text: String {
    let environment = report.environment
    let heading = "Linux \(environment.kernel), \(environment.architecture), \(environment.processor)"
    return style.bold("TwinLoop probe") + "  \(heading)\n"
      + report.tables.map { "\n" + describe($0) }.joined()
  }

  private func describe(_ table: ProbeReport.Table) -> String {
    let isShort = table.questions.count > 1
    let spell = isShort ? Spelling.letters : .words
    var cells = TextTable()
    cells.append(
      [("state", style.bold("state"))]
        + table.questions.map { (spell.flags($0), style.bold(spell.flags($0))) })
    for row in table.rows {
      let answers = row.result == .answered ? row.answers.map { spell.answer($0) } : [failure(row)]
      let padding = Array(repeating: "", count: max(0, table.questions.count - answers.count))
      cells.append(([row.state] + answers + padding).map { ($0, $0) } + [description(row)])
    }
    let legend = isShort ? spell.legend(table) + "\n" : ""
    return style.bold(table.name) + "  \(table.mechanism) \(table.version)\n" + legend + cells.text
  }

  private func description(_ row: ProbeReport.Row) -> (text: String, dressed: String) {
    (row.description, style.dim(row.description))
  }

  private func failure(_ row: ProbeReport.Row) -> String {
    let reason = row.reason.map { ": \($0)" } ?? ""
    return row.result.rawValue + reason.replacing("\n", with: " ")
  }
}

extension ProbeText {
  /// How flags and answers are written.
  private struct Spelling {
    let isShort: Bool

    static let words = Spelling(isShort: false)
    static let letters = Spelling(isShort: true)

    func flags(_ flags: [String]) -> String {
      isShort ? flags.map { String($0.prefix(1)) }.joined() : flags.joined(separator: "+")
    }

    /// What was told, each time that it became something else.
    func answer(_ answer: ProbeReport.Answer) -> String {
      // An error ends the watch: that it is told once is the rule, and again would be the exception.
      if answer.told.first == ["ERROR"], answer.told.dropFirst().allSatisfy({ $0 == nil }) {
        return turn(["ERROR"])
      }
      if answer.told == Array(repeating: ["ERROR"], count: answer.told.count) {
        return answer.told.map(turn).joined(separator: separator)
      }
      var told: [[String]?] = []
      for turn in answer.told where told.last != .some(turn) {
        told.append(turn)
      }
      return told.map(turn).joined(separator: separator)
    }

    private var separator: String { isShort ? ">" : ", then " }

    private func turn(_ flags: [String]?) -> String {
      guard let flags else { return isShort ? "." : "nothing" }
      return flags.isEmpty ? "()" : self.flags(flags)
    }

    /// What the letters mean.
    func legend(_ table: ProbeReport.Table) -> String {
      var flags: [String] = []
      for flag in table.questions.joined() where !flags.contains(flag) {
        flags.append(flag)
      }
      return "  " + flags.map { "\(self.flags([$0])) \($0)" }.joined(separator: ", ")
        + "; E an error, told once, which ends the watch; . nothing; a>b first a, then b"
    }
  }
}
