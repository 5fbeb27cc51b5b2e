/// A scenario, of a file or in Swift, that may catch a mutant.
enum Attempt {
  case scenario(Scenario)
  case trial(Trial)

  /// All of a selection that are about loops, those of some areas first, in the order of these.
  static func all(of selection: CatalogueSelection, firstIn areas: [String]) -> [Attempt] {
    let all =
      selection.scenarios.map(Attempt.scenario)
      + selection.trials.filter { !$0.isOfKernel }.map(Attempt.trial)
    return areas.flatMap { area in all.filter { $0.area == area } } + all.filter { !areas.contains($0.area) }
  }

  private var area: String {
    switch self {
    case .scenario(let scenario): scenario.area
    case .trial(let trial): trial.area
    }
  }

  /// Makes the attempt, unless the mutant lacks what it needs.
  func run(on runner: inout BackendRunner, _ judge: Judge) throws(SuiteError) -> ScenarioReport? {
    switch self {
    case .scenario(let scenario):
      guard judge.missingFeatures(for: scenario).isEmpty else { return nil }
      return judge.judge(scenario, try runner.run(scenario))
    case .trial(let trial):
      guard judge.missingFeatures(for: trial).isEmpty else { return nil }
      return judge.judge(trial, try runner.run(trial))
    }
  }
}
