/// Scenarios as `conformance list` shows them; its coding is part of docs/report-schema.md.
public struct ScenarioList: Codable, Sendable {
  /// One scenario.
  public struct Entry: Codable, Sendable {
    /// The id.
    public var scenario: String

    /// The first part of the id.
    public var area: String

    /// What it shows.
    public var purpose: String

    /// Where the behaviour is written.
    public var cites: [String]

    /// The features that a backend must have, to run it.
    public var needs: [String]

    /// The number of its steps; of a scenario in Swift, nil.
    public var steps: Int?
  }

  /// The version of the format.
  public var schema = 1

  /// The scenarios in the order given.
  public var scenarios: [Entry]

  /// Makes a list.
  public init(_ selection: CatalogueSelection) {
    let files = selection.scenarios.map { scenario in
      Entry(
        scenario: scenario.id, area: scenario.area, purpose: scenario.purpose, cites: scenario.citations,
        needs: scenario.needs, steps: scenario.steps.count)
    }
    scenarios =
      files
      + selection.trials.map { trial in
        Entry(
          scenario: trial.id, area: trial.area, purpose: trial.purpose, cites: trial.citations,
          needs: trial.needs)
      }
  }

  /// The areas with their counts, each followed by its scenarios and their purposes.
  public func text(_ style: Style = .plain) -> String {
    let byArea = Dictionary(grouping: scenarios, by: \.area)
    let areas = byArea.keys.sorted().map { area in
      let entries = byArea[area] ?? []
      var table = TextTable()
      for entry in entries {
        table.append([(entry.scenario, entry.scenario), (entry.purpose, style.dim(entry.purpose))])
      }
      return "\(style.bold(area))  \(entries.count)\n\(table.text)"
    }
    let (found, total) = (scenarios.count, byArea.count)
    let count =
      "\(found) \(found == 1 ? "scenario" : "scenarios") in \(total) \(total == 1 ? "area" : "areas")"
    return areas.joined(separator: "\n") + "\n\(count)\n"
  }
}
