/// The results of a run; its coding is the JSON format that docs/report-schema.md describes.
public struct Report: Codable, Sendable {
  /// The version of the format.
  public var schema = 1

  /// Where the run took place.
  public var environment: Environment

  /// The backends in the order in which they ran.
  public var backends: [BackendReport]

  /// One result for each scenario and backend, and for ledger entries that fit nothing.
  public var results: [ScenarioReport]

  /// The number of results by backend and verdict.
  public var summary: [String: [String: Int]]

  /// The steps of which a scenario's file and the model say different things; absent in reports of versions
  /// before there was a model.
  public var conflicts: [ModelConflict]?

  /// Makes a report and counts its verdicts.
  init(environment: Environment, backends: [BackendReport], results: [ScenarioReport]) {
    conflicts = []
    self.environment = environment
    self.backends = backends
    self.results = results
    summary = [:]
    for backend in backends {
      let mine = results.filter { $0.backend == backend.name }
      summary[backend.name] = Dictionary(
        uniqueKeysWithValues: Verdict.allCases.map { verdict in
          (verdict.rawValue, mine.count { $0.verdict == verdict })
        })
    }
  }

  /// Whether every difference is as declared, and the model agrees with the files.
  public var isAsDeclared: Bool {
    results.allSatisfy { !$0.verdict.isFailure } && conflicts?.isEmpty != false
  }
}

/// A backend that took part in a run.
public struct BackendReport: Codable, Sendable {
  /// The name by which commands know it.
  public var name: String

  /// The mechanism, such as `libuv`.
  public var mechanism: String

  /// The mechanism's version at run time.
  public var version: String

  /// By feature: absent, emulated or native.
  public var capabilities: [String: String]
}
