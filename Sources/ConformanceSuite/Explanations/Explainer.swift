/// Runs a scenario on the model with a journal, and says of each step why it led to what it led to.
struct Explainer {
  private let scenario: Scenario
  private var execution: StepwiseExecution
  private var steps: [StepExplanation]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    execution = StepwiseExecution(scenario)
    steps = scenario.steps.enumerated().map { index, step in
      StepExplanation(
        number: index + 1, line: step.line, text: step.text, allowed: [], anyOrder: false, observed: [],
        journal: [])
    }
  }

  /// The steps as the model does them, without observations.
  mutating func explain() -> [StepExplanation] {
    for index in scenario.steps.indices {
      execution.begin(index)
      for doing in execution.takeDone() { explain(doing, in: index) }
    }
    let alternatives = Alternatives(scenario)
    for index in scenario.steps.indices {
      let pending = scenario.steps[..<index].indices.filter { step in
        scenario.steps[step].moment != .inTurn && (steps[step].doneIn.map { $0 > index } ?? true)
      }
      let allowed = alternatives.allowed(at: index, pending: pending)
      steps[index].allowed = allowed.outcomes.map(\.description)
      steps[index].anyOrder = allowed.anyOrder
    }
    return steps
  }

  private mutating func explain(_ doing: StepRecorder.Doing, in index: Int) {
    let reason = Reason(
      step: scenario.steps[doing.step], outcome: doing.outcome, before: doing.before, after: doing.after,
      entries: doing.entries,
      entriesBeforeSleep: Array(doing.entries.prefix(doing.entriesBeforeSleep ?? doing.entries.count)),
      toldWithin: doing.toldWithin, meanwhile: doing.meanwhile.map { $0 + 1 }, capacity: execution.capacity,
      names: execution.names)
    steps[doing.step].why = reason.sentence
    steps[doing.step].journal = reason.journalLines
    steps[doing.step].cost = doing.cost
    if doing.step == index {
      steps[index].state = ModelState(doing.after)
    } else {
      steps[doing.step].doneIn = index + 1
    }
  }
}
