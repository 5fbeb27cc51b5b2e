/// What became of claims; its coding is part of docs/report-schema.md.
public struct ClaimReport: Codable, Sendable {
  /// What became of one claim.
  public struct Entry: Codable, Sendable {
    /// The id.
    public var id: String

    /// The document that says it.
    public var source: String

    /// What is claimed.
    public var claim: String

    /// The verdict.
    public var verdict: ClaimVerdict

    /// What it depends on; nil unless the verdict is `depends`.
    public var dependsOn: String?

    /// Why it could not be decided; nil unless the verdict is `undecided`.
    public var reason: String?

    /// What was done and observed.
    public var evidence: [ClaimEvidence]
  }

  /// A backend on which applications were tried.
  public struct Backend: Codable, Sendable {
    /// Its name.
    public var name: String

    /// What it is built on, such as `libuv`.
    public var mechanism: String

    /// The version of that, as found at run time.
    public var version: String
  }

  /// Claims of which not all can be true.
  public struct Contradiction: Codable, Sendable {
    /// One of the claims.
    public struct Answer: Codable, Sendable {
      /// Its id.
      public var id: String

      /// The document.
      public var source: String

      /// What it says to the question.
      public var says: String

      /// The verdict on it.
      public var verdict: ClaimVerdict
    }

    /// What they answer differently.
    public var question: String

    /// The answers.
    public var answers: [Answer]

    /// The ids of the claims that are right: those that hold.
    public var right: [String]
  }

  /// The version of the format.
  public var schema = 1

  /// Where it took place.
  public var environment: Environment

  /// The backends on which applications were tried, as far as they were.
  public var backends: [Backend] = []

  /// One entry for each claim.
  public var claims: [Entry] = []

  /// Where the documents contradict each other, or themselves.
  public var contradictions: [Contradiction] = []

  /// The claims that could not be decided.
  public var undecided: [Entry] { claims.filter { $0.verdict == .undecided } }
}

extension ClaimReport.Entry {
  init(_ claim: Claim, _ evidence: [ClaimEvidence], obstacle: String?) {
    let decision = ClaimDecision(evidence)
    let verdict = obstacle == nil ? decision.verdict : .undecided
    self.init(
      id: claim.id, source: claim.document.rawValue, claim: claim.sentence, verdict: verdict,
      dependsOn: verdict == .depends ? decision.dependence : nil,
      reason: verdict == .undecided ? obstacle ?? "nothing was observed" : nil, evidence: evidence)
  }
}

extension ClaimReport.Contradiction {
  /// Which of the answers are right, in words.
  var conclusion: String {
    let inPart = answers.filter { $0.verdict == .depends }.map(\.id)
    return (right.isEmpty ? "none is right" : "right: " + right.joined(separator: ", "))
      + (inPart.isEmpty ? "" : "; under some conditions: " + inPart.joined(separator: ", "))
  }

  /// The verdicts on claims that contradict each other; nil unless all of them were tried.
  init?(_ contradiction: Contradiction, among entries: [ClaimReport.Entry]) {
    question = contradiction.question
    answers = []
    for answer in contradiction.answers {
      guard let entry = entries.first(where: { $0.id == answer.claim }) else { return nil }
      answers.append(Answer(id: entry.id, source: entry.source, says: answer.says, verdict: entry.verdict))
    }
    right = answers.filter { $0.verdict == .holds }.map(\.id)
  }
}
