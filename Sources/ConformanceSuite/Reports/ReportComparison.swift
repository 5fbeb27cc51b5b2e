/// What differs between reports, such as those of several versions; its coding is part of
/// docs/report-schema.md.
public struct ReportComparison: Codable, Sendable {
  /// One backend in all reports.
  public struct Backend: Codable, Sendable {
    /// The name by which commands know it.
    public var name: String

    /// By report: the mechanism's version at run time; nil where the backend did not take part.
    public var versions: [String?]

    /// By report: the number of results by verdict; nil where the backend did not take part.
    public var summaries: [[String: Int]?]

    /// The scenarios whose verdict or observations are not the same in all reports.
    public var differences: [Difference]
  }

  /// One scenario that reports do not agree on.
  public struct Difference: Codable, Sendable {
    /// The scenario's id.
    public var scenario: String

    /// By report: the verdict; nil where there is no result.
    public var verdicts: [Verdict?]

    /// What was observed in some reports and not in others.
    public var observations: [Observation]
  }

  /// One observation and where it was made.
  public struct Observation: Codable, Sendable {
    /// The observation in the form in which a ledger declares it.
    public var text: String

    /// By report: whether it was made.
    public var seen: [Bool]
  }

  /// The version of the format.
  public var schema = 1

  /// The names of the reports, in the order given.
  public var reports: [String]

  /// The backends in the order in which the reports name them.
  public var backends: [Backend]

  /// Compares reports, each with a name for its column.
  public init(_ reports: [(name: String, report: Report)]) {
    self.reports = reports.map(\.name)
    var names: [String] = []
    for name in reports.flatMap({ $0.report.backends.map(\.name) }) where !names.contains(name) {
      names.append(name)
    }
    backends = names.map { name in
      Backend(
        name: name,
        versions: reports.map { $0.report.backends.first { $0.name == name }?.version },
        summaries: reports.map { $0.report.summary[name] },
        differences: Self.differences(of: name, among: reports.map(\.report)))
    }
  }

  private static func differences(of backend: String, among reports: [Report]) -> [Difference] {
    let results = reports.map { report in
      // A ledger may name a scenario twice that there is not; one result of it is enough to see that.
      Dictionary(
        report.results.filter { $0.backend == backend }.map { ($0.scenario, $0) },
        uniquingKeysWith: { first, _ in first })
    }
    return Set(results.flatMap(\.keys)).sorted().compactMap { scenario in
      let columns = results.map { $0[scenario] }
      let verdicts = columns.map { $0?.verdict }
      let observations = observations(in: columns)
      guard Set(verdicts).count > 1 || !observations.isEmpty else { return nil }
      return Difference(scenario: scenario, verdicts: verdicts, observations: observations)
    }
  }

  /// The steps that led to different outcomes where they were done, and the other differences that are not in
  /// all reports.
  private static func observations(in columns: [ScenarioReport?]) -> [Observation] {
    let numbers = Set(columns.flatMap { $0?.steps.map(\.number) ?? [] }).sorted()
    let outcomes = numbers.flatMap { number in
      let texts = columns.map { result in
        result?.steps.first { $0.number == number }?.observed.map { "step \(number): \($0)" }
      }
      return observations(texts.map { text in text.map { [$0] } })
    }
    let others = columns.map { result in
      // What a step led to is compared above.
      result?.differences.filter { !$0.hasPrefix("step ") || $0.hasSuffix(": not done") }
    }
    return outcomes + observations(others)
  }

  /// The texts that are not in all columns which have any say, in the order in which they come.
  private static func observations(_ columns: [[String]?]) -> [Observation] {
    var texts: [String] = []
    for text in columns.compactMap(\.self).joined() where !texts.contains(text) {
      texts.append(text)
    }
    return texts.compactMap { text in
      let isEverywhere = columns.allSatisfy { $0?.contains(text) ?? true }
      return isEverywhere ? nil : Observation(text: text, seen: columns.map { $0?.contains(text) ?? false })
    }
  }
}
