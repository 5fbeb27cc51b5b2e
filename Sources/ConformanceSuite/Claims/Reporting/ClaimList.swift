/// Claims as `conformance claims --list` shows them; its coding is part of docs/report-schema.md.
public struct ClaimList: Codable, Sendable {
  /// One claim.
  public struct Entry: Codable, Sendable {
    /// The id.
    public var id: String

    /// The document that says it.
    public var source: String

    /// What is claimed.
    public var claim: String
  }

  /// The version of the format.
  public var schema = 1

  /// The claims in the order given.
  public var claims: [Entry]

  /// Makes a list.
  public init(_ claims: [Claim]) {
    self.claims = claims.map { Entry(id: $0.id, source: $0.document.rawValue, claim: $0.sentence) }
  }

  /// One row for each claim.
  public func text(_ style: Style = .plain) -> String {
    var table = TextTable()
    for claim in claims {
      table.append([(claim.id, claim.id), (claim.claim, style.dim(claim.claim))])
    }
    return table.text + "\n\(claims.count) claims\n"
  }
}
