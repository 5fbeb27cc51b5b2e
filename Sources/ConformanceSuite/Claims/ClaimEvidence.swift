/// One thing that was done to decide a claim; its coding is part of docs/report-schema.md.
public struct ClaimEvidence: Codable, Hashable, Sendable {
  /// A circumstance on which the outcome may depend.
  public struct Condition: Codable, Hashable, Sendable {
    /// What may vary, such as `the kind of object`.
    public var factor: String

    /// What it was here, such as `pipe`.
    public var value: String
  }

  /// Under which conditions it was done.
  public var conditions: [Condition]

  /// What was done.
  public var done: String

  /// What the claim says of it: any of these; empty for what only prepares the rest.
  public var claimed: [String]

  /// What was observed.
  public var observed: String

  /// Numbers behind it that differ from machine to machine; nil if there are none.
  public var measured: String?

  /// What the claim says of it, in words.
  var expectation: String { claimed.joined(separator: " or ") }

  /// Whether it speaks against the claim.
  public var contradicts: Bool { !claimed.isEmpty && !claimed.contains(observed) }
}
