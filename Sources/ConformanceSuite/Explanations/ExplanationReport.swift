/// Explanations of scenarios, with the machine and the backends; its coding is described in docs/explain.md.
public struct ExplanationReport: Codable, Sendable {
  /// A backend that was asked for.
  public struct Backend: Codable, Hashable, Sendable {
    /// The name by which commands know it.
    public var name: String

    /// The mechanism and its version at run time; absent if it is unavailable.
    public var mechanism: String?

    /// The mechanism's version at run time; absent if it is unavailable.
    public var version: String?

    /// Why it cannot run here; absent if it can.
    public var unavailable: String?
  }

  /// The version of the format.
  public var schema = 1

  /// Where the backends ran.
  public var environment: Environment

  /// The backends in the order in which they were asked for.
  public var backends: [Backend]

  /// The scenarios in the order in which they were asked for.
  public var scenarios: [Explanation]

  /// Whether every backend that ran did as declared, and no file contradicts the model.
  public var isAsDeclared: Bool {
    scenarios.allSatisfy { scenario in
      scenario.results.allSatisfy { !$0.verdict.isFailure } && scenario.steps.allSatisfy { $0.written == nil }
    }
  }
}
