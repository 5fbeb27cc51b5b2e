/// What a run is to be of.
public struct CatalogueSelection: Sendable {
  /// Scenarios of files.
  public var scenarios: [Scenario]

  /// Scenarios in Swift.
  public var trials: [Trial]

  /// Makes a selection of its parts.
  public init(scenarios: [Scenario] = [], trials: [Trial] = []) {
    self.scenarios = scenarios
    self.trials = trials
  }

  /// The ids of all of them.
  var ids: [String] { scenarios.map(\.id) + trials.map(\.id) }

  /// The same, each but once.
  var withoutRepetitions: CatalogueSelection {
    var seen: Set<String> = []
    return CatalogueSelection(
      scenarios: scenarios.filter { seen.insert($0.id).inserted },
      trials: trials.filter { seen.insert($0.id).inserted })
  }
}
