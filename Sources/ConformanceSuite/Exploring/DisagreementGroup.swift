/// Programs that show the same disagreement: their common smallest form, and how many they are.
public struct DisagreementGroup: Sendable {
  /// By what it shows, in words.
  public var symptom: String

  /// The smallest program, which nothing can be taken from without the disagreement going as well.
  public var minimal: Scenario

  /// What the backend does in it.
  var observed: RunResult

  /// The number of the first program that showed it.
  public var program: Int

  /// Whether that program showed it again when it was run once more; if not, it is not shrunk.
  public var isSeenAgain: Bool

  /// How many programs showed it.
  public var count = 1

  /// The declared difference that it is, if it is one.
  public var declaration: Declaration?

  /// A declared difference: the catalogue's scenario, and the ledger's reason.
  public struct Declaration: Codable, Hashable, Sendable {
    /// The scenario's id.
    public var scenario: String

    /// Why the backend differs.
    public var reason: String
  }
}
