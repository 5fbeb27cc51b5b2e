internal import EpollModel

/// Makes a program that shows a disagreement as small as it can be.
struct Shrinker: ~Copyable {
  /// The most runs that one program is worth.
  private static var mostRuns: Int { 600 }

  /// The runs that were needed so far.
  private(set) var runs = 0

  private var runner: BackendRunner

  init(_ runner: consuming BackendRunner) {
    self.runner = runner
  }

  /// What a program shows when it is run now; nil if the model allows it.
  mutating func symptom(of scenario: Scenario) throws(SuiteError) -> Symptom? {
    try run(scenario).symptom
  }

  /// Runs a program.
  mutating func run(_ scenario: Scenario) throws(SuiteError) -> (result: RunResult, symptom: Symptom?) {
    runs += 1
    var written = scenario
    written.source = scenario.text()
    let result = try runner.run(written)
    return (result, Symptom(scenario, result))
  }

  /// Shrinks a program until nothing can be taken away or lowered and the symptom stay.
  mutating func shrink(_ scenario: Scenario, _ symptom: Symptom) throws(SuiteError) -> Scenario {
    var smallest = scenario
    let end = runs + Self.mostRuns
    var tried: Set<[Step]> = []
    search: while runs < end {
      for candidate in smallest.simplifications where tried.insert(candidate.steps).inserted {
        guard !candidate.isEndless, try self.symptom(of: candidate) == symptom else { continue }
        smallest = candidate
        continue search
      }
      break
    }
    return smallest.renamed
  }
}

extension Scenario {
  /// Whether the model knows nothing, or nothing but a timer, that would end some wait without limit.
  ///
  /// A timer may have been told before, as the steps take time that the model's clock does not count.
  var isEndless: Bool {
    var copy = self
    for place in steps.indices {
      if case .schedule(let names, _) = steps[place].action {
        copy.steps[place].action = .schedule(names, microseconds: Self.never)
      }
    }
    var execution = ModelExecution(copy)
    for place in copy.steps.indices {
      let before = execution.kernel.now
      execution.begin(place)
      guard copy.steps[place].action == .wait(.forever) else { continue }
      let hasSlept = execution.kernel.now - before > UInt64(Self.never) * 500
      if hasSlept || execution.outcomes[place]?.items == [ModelExecution.endless] { return true }
    }
    return false
  }

  /// A thousand hours, in microseconds.
  private static var never: Int { 3_600_000_000_000 }
}
