/// A report on claims as a person reads it.
public struct ClaimText {
  private let report: ClaimReport
  private let style: Style
  private let showsEvidence: Bool

  /// Makes the text form of a report.
  ///
  /// - Parameters:
  ///   - report: the report.
  ///   - style: how words are dressed.
  ///   - showsEvidence: whether all that was done is shown, or only what each claim comes to.
  public init(_ report: ClaimReport, _ style: Style = .plain, showsEvidence: Bool = false) {
    self.report = report
    self.style = style
    self.showsEvidence = showsEvidence
  }

  /// One row for each claim, what the verdicts depend on, the contradictions, and the counts.
  public var text: String {
    let claims = showsEvidence ? report.claims.map(section).joined(separator: "\n") : table
    return heading + "\n" + claims + contradictions + "\n" + conclusion
  }

  private var heading: String {
    let environment = report.environment
    return style.bold("TwinLoop claims")
      + "  Linux \(environment.kernel), \(environment.architecture), \(environment.processor)\n"
      + report.backends.filter { $0.mechanism != "Linux" }.map {
        "  \($0.name)  \($0.mechanism) \($0.version)\n"
      }
      .joined()
  }

  private var table: String {
    var table = TextTable()
    table.append(["claim", "verdict", "what is claimed"].map { ($0, style.bold($0)) })
    for entry in report.claims {
      table.append([
        (entry.id, entry.id), (entry.verdict.rawValue, dressed(entry.verdict)),
        (entry.claim, style.dim(entry.claim)),
      ])
    }
    let remarks = report.claims.compactMap { entry in
      remark(on: entry).map { "  \(entry.id)  \($0)\n" }
    }
    return table.text + (remarks.isEmpty ? "" : "\n" + remarks.joined())
  }

  /// What a verdict depends on, why there is none, or what was observed instead of what is claimed.
  private func remark(on entry: ClaimReport.Entry) -> String? {
    switch entry.verdict {
    case .holds: return nil
    case .depends: return "depends on " + (entry.dependsOn ?? "")
    case .undecided: return "undecided: " + (entry.reason ?? "")
    case .refuted:
      return entry.evidence.first(where: \.contradicts).map { evidence in
        "refuted: \(evidence.done): \(evidence.observed); claimed: \(evidence.expectation)"
      }
    }
  }

  private func section(of entry: ClaimReport.Entry) -> String {
    var text =
      "\(style.bold(entry.id))  \(dressed(entry.verdict))  \(style.dim(entry.source))\n  \(entry.claim)\n"
    if entry.verdict == .depends || entry.verdict == .undecided, let remark = remark(on: entry) {
      text += "  \(remark)\n"
    }
    var conditions: [ClaimEvidence.Condition] = []
    for evidence in entry.evidence {
      if evidence.conditions != conditions {
        conditions = evidence.conditions
        text += "  with " + conditions.map { "\($0.factor): \($0.value)" }.joined(separator: ", ") + "\n"
      }
      text += line(evidence)
    }
    return text
  }

  private func line(_ evidence: ClaimEvidence) -> String {
    let numbers = evidence.measured.map { style.dim("  (\($0))") } ?? ""
    guard !evidence.claimed.isEmpty else {
      return "    \(evidence.done)" + (evidence.observed == "done" ? "" : ": \(evidence.observed)") + numbers
        + "\n"
    }
    let observed =
      evidence.contradicts
      ? style.verdict(.undeclared, evidence.observed) + "; claimed: \(evidence.expectation)"
      : evidence.observed
    return "    \(evidence.done): \(observed)\(numbers)\n"
  }

  private var contradictions: String {
    guard !report.contradictions.isEmpty else { return "" }
    let texts = report.contradictions.map { contradiction in
      "  \(contradiction.question)\n"
        + contradiction.answers.map { answer in
          "    \(dressed(answer.verdict))  \(answer.source): \(answer.says) [\(answer.id)]\n"
        }.joined() + "    \(style.dim(contradiction.conclusion))\n"
    }
    return "\n" + style.bold("where the documents contradict each other, or themselves") + "\n"
      + texts.joined()
  }

  private var conclusion: String {
    let counts = ClaimVerdict.allCases.compactMap { verdict in
      let count = report.claims.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return "\(report.claims.count) claims: \(counts.joined(separator: ", "))\n"
  }

  private func dressed(_ verdict: ClaimVerdict) -> String {
    let colour: Verdict =
      switch verdict {
      case .holds: .agrees
      case .depends: .declared
      case .refuted, .undecided: .undeclared
      }
    return style.verdict(colour, verdict.rawValue)
  }
}
