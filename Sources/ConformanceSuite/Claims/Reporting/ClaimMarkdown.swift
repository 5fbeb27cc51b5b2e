/// A report on claims as Markdown, the form of docs/claims.md.
///
/// Numbers that differ from machine to machine are left out; what the kernel and the loops are is in one line.
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

    What three documents about epoll say, and what was observed when it was tried. `conformance claims` tries all of
    it again and computes each verdict from what it observes; this file is written by `conformance claims --format
    markdown`, and a test compares the two.

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
    let answers = contradiction.answers.map { answer in
      "- \(answer.source): \(answer.says) \(answer.verdict.rawValue.uppercased()) ([\(answer.id)](#\(answer.id)))"
    }
    return "**\(contradiction.question)**\n\n" + answers.joined(separator: "\n")
  }

  private func section(of entry: ClaimReport.Entry) -> String {
    let remark = (entry.dependsOn ?? entry.reason).map { " (\($0))" } ?? ""
    let rows = entry.evidence.map { evidence in
      let conditions = evidence.conditions.map(\.value).joined(separator: ", ")
      let claimed = evidence.claimed.joined(separator: " or ")
      let observed =
        evidence.contradicts ? "**\(Self.cell(evidence.observed))**" : Self.cell(evidence.observed)
      return
        "| \(Self.cell(conditions)) | \(Self.cell(evidence.done)) | \(Self.cell(claimed)) | \(observed) |"
    }
    return """
      ### \(entry.id)

      \(entry.source): \(entry.claim)

      \(entry.verdict.rawValue)\(remark)

      | with | done | claimed | observed |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|")
  }
}
