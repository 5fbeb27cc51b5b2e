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

  /// What tells programs apart.
  private struct Attempt: Hashable {
    var steps: [String]
    var batchCapacity: Int?

    init(_ scenario: Scenario) {
      steps = scenario.steps.map(\.written)
      batchCapacity = scenario.batchCapacity
    }
  }

  /// Shrinks a program until nothing can be taken away or lowered and the symptom stay, or until the time is
  /// over.
  mutating func shrink(
    _ scenario: Scenario, _ symptom: Symptom, until deadline: ContinuousClock.Instant? = nil
  ) throws(SuiteError) -> Scenario {
    var smallest = scenario
    let end = runs + Self.mostRuns
    var tried: Set<Attempt> = []
    search: while runs < end {
      for candidate in smallest.simplifications where tried.insert(Attempt(candidate)).inserted {
        if let deadline, deadline <= .now { break search }
        guard !candidate.isEndless, !candidate.isRace, try self.symptom(of: candidate) == symptom else {
          continue
        }
        smallest = candidate
        continue search
      }
      break
    }
    return smallest.renamed
  }
}

extension Scenario {
  /// Whether a wait's limit may pass before another thread has done its step.
  var isRace: Bool {
    steps.contains { $0.moment == .meanwhile }
      && steps.contains { if case .wait(.microseconds) = $0.action { true } else { false } }
  }

  /// Whether some wait without limit need not end, on the model or on another backend.
  var isEndless: Bool {
    var empty = self
    empty.steps = []
    var execution = ModelExecution(empty, hasSecondLoop: hasSecondLoop)
    for step in steps {
      let begin = execution.kernel.now
      execution.append(step)
      if step.action.isLongWait, !execution.mustEndLastWait(on: step.loop, begunAt: begin) { return true }
    }
    return false
  }
}
