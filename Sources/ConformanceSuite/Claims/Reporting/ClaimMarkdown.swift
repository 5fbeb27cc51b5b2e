/// A report on claims as Markdown, the form of docs/claims.md.
///
/// Numbers that differ from machine to machine are left out; what the kernel and the loops are is in one
/// line.
public struct ClaimMarkdown {
  private let report: ClaimReport

  /// Makes the Markdown form of a report.
  public init(_ report: ClaimReport) {
    self.report = report
  }

  /// The report.
  public var text: String {
    """
    # The claims, decided

    What three documents about epoll say, and what was observed when it was tried. `conformance claims` tries
    all of it again and computes each verdict from what it observes; this file is written by
    `conformance claims --format markdown`, and a test compares the two. Some claims take 10,100 descriptors
    (`ulimit -Hn`), and are undecided where a process may have fewer.

    \(environment)

    | verdict | claims | meaning |
    |---|---|---|
    \(counts)

    ## The verdicts

    | claim | verdict | what is claimed |
    |---|---|---|
    \(report.claims.map(row).joined(separator: "\n"))

    ## Contradictions

    Where the documents contradict each other, or themselves, and which of them is right.

    \(report.contradictions.map(section).joined(separator: "\n\n"))

    ## The evidence

    What was done, and behind an arrow what was observed; in bold what is not as claimed. Steps such as
    `register a readable edge` are those of [the scenario language](scenario-language.md), done on a bare
    epoll instance; KIND stands for each of the kinds before the colon. Costs are judged by how they grow over
    several sizes, which tells what is in proportion from what is not; the times themselves are in the JSON
    form. What the model counts explains them, and decides nothing.

    \(report.claims.map(section).joined(separator: "\n\n"))

    """
  }

  private var environment: String {
    let loops = report.backends.filter { $0.mechanism != "Linux" }.map { ", \($0.mechanism) \($0.version)" }
    return
      "Decided on Linux \(report.environment.kernel), \(report.environment.architecture)\(loops.joined())."
  }

  private var counts: String {
    let meanings: [ClaimVerdict: String] = [
      .holds: "all that was observed is as claimed",
      .refuted: "under every condition something was observed that is not as claimed",
      .depends: "as claimed under some conditions only, which are named",
      .undecided: "it could not be tried",
    ]
    return ClaimVerdict.allCases.map { verdict in
      let count = report.claims.count { $0.verdict == verdict }
      return "| `\(verdict.rawValue)` | \(count) | \(meanings[verdict] ?? "") |"
    }.joined(separator: "\n")
  }

  private func row(of entry: ClaimReport.Entry) -> String {
    "| [\(entry.id)](#\(entry.id)) | \(entry.verdict.rawValue) | \(Self.cell(entry.claim)) |"
  }

  private func section(of contradiction: ClaimReport.Contradiction) -> String {
    let rows = contradiction.answers.map { answer in
      "| \(answer.source) | \(answer.says) | [\(answer.id)](#\(answer.id)) | \(answer.verdict.rawValue) |"
    }
    return """
      ### \(contradiction.question)

      | document | answer | claim | verdict |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))

      \(contradiction.conclusion)
      """
  }

  private func section(of entry: ClaimReport.Entry) -> String {
    let remark = (entry.dependsOn ?? entry.reason).map { " (\($0))" } ?? ""
    return """
      ### \(entry.id)

      \(entry.source): \(entry.claim)

      **\(entry.verdict.rawValue)**\(remark)

      \(cases(of: entry).map { "- \($0)" }.joined(separator: "\n"))
      """
  }

  /// What was done under some conditions, and their values.
  private struct Case {
    var values: [String]
    var text: String

    /// The text without what the condition alone brings into it.
    var shape: String { text.replacing("= \(values[0])", with: "= KIND") }
  }

  /// What was done, with those conditions together under which the same was done and observed.
  private func cases(of entry: ClaimReport.Entry) -> [String] {
    var cases: [Case] = []
    var last: [ClaimEvidence.Condition]?
    for evidence in entry.evidence {
      let step = Self.step(evidence)
      if last == evidence.conditions {
        cases[cases.count - 1].text += "; " + step
      } else {
        cases.append(Case(values: [evidence.conditions.map(\.value).joined(separator: ", ")], text: step))
      }
      last = evidence.conditions
    }
    var merged: [Case] = []
    for item in cases {
      if let place = merged.firstIndex(where: { $0.shape == item.shape }) {
        merged[place].text = item.shape
        merged[place].values += item.values
      } else {
        merged.append(item)
      }
    }
    return merged.map { item in
      let values = item.values.joined(separator: " / ")
      return (values.isEmpty ? "" : "*\(values)*: ") + item.text
    }
  }

  /// What was done and observed, and what is claimed if it is something else.
  private static func step(_ evidence: ClaimEvidence) -> String {
    guard evidence.observed != "done" || evidence.contradicts else { return evidence.done }
    guard evidence.contradicts else { return "\(evidence.done) → \(evidence.observed)" }
    return "\(evidence.done) → **\(evidence.observed)**, claimed: \(evidence.expectation)"
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|")
  }
}
