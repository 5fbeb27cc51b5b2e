/// A report on mutants as a person reads it.
public struct MutationText {
  private let report: MutationReport
  private let style: Style

  /// Makes the text form of a report.
  public init(_ report: MutationReport, _ style: Style = .plain) {
    self.report = report
    self.style = style
  }

  /// One row for each mutant, with what has caught it, and those that live at the end.
  public var text: String {
    var table = TextTable()
    table.append(headings.map { ($0, style.bold($0)) })
    for mutant in report.mutants {
      table.append(row(of: mutant))
    }
    return table.text + "\n" + conclusion
  }

  private var headings: [String] {
    ["mutant", report.isExhaustive ? "catches" : "tried", "caught by"]
      + (report.programs == nil ? [] : ["programs"]) + ["fault"]
  }

  private func row(of mutant: MutationReport.Entry) -> [(text: String, dressed: String)] {
    let count = report.isExhaustive ? mutant.catches : mutant.scenarios
    let (caught, dressed) =
      mutant.caughtBy.map { caught in
        let ending = caught.verdict == .undeclared ? "" : " (\(caught.verdict.rawValue))"
        return (caught.scenario + ending, caught.scenario + ending)
      } ?? ("nothing", style.verdict(.undeclared, "nothing"))
    var row = [(mutant.id, mutant.id), ("\(count)", "\(count)"), (caught, dressed)]
    if report.programs != nil {
      let programs = mutant.programs.map { "\($0)" } ?? "-"
      row.append((programs, programs))
    }
    return row + [(mutant.description, style.dim(mutant.description))]
  }

  private var conclusion: String { catalogue + exploration }

  private var count: String { count(report.mutants) }

  private func count(_ mutants: [MutationReport.Entry]) -> String {
    "\(mutants.count) mutant\(mutants.count == 1 ? "" : "s")"
  }

  private var exploration: String {
    guard let programs = report.programs else { return "" }
    let explorable = report.explorable
    let caught = explorable.count { $0.programs != nil }
    let others = report.mutants.count - explorable.count
    return style.verdict(
      report.isExploredWell ? .agrees : .undeclared,
      "\(programs) generated programs catch \(caught) of \(count(explorable))"
        + (others > 0 ? "; \(others) more take threads or processes, which they have not." : ".")) + "\n"
  }

  private var catalogue: String {
    let survivors = report.survivors
    guard !survivors.isEmpty else {
      return style.verdict(
        .agrees, report.mutants.count == 1 ? "The mutant is caught." : "All \(count) are caught.") + "\n"
    }
    let names = survivors.map(\.id).joined(separator: ", ")
    let verb = survivors.count == 1 && report.mutants.count == 1 ? "lives" : "live"
    return style.verdict(.undeclared, "\(survivors.count) of \(count) \(verb): \(names).")
      + "\n"
  }
}
