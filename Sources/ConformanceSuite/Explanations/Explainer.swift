internal import EpollModel
internal import EventLoopAPI

/// Runs a scenario on the model with a journal, and says of each step why it led to what it led to.
struct Explainer {
  private let scenario: Scenario
  private let objectNames: [String]
  private let capacity: Int
  private var execution: ModelExecution
  private var latest: Snapshot
  private var steps: [StepExplanation]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    objectNames = scenario.steps.flatMap(\.action.openedNames)
    execution = ModelExecution(scenario, keepsJournal: true)
    capacity = execution.loop.capacity
    latest = Snapshot(execution, objectNames, after: nil)
    steps = scenario.steps.enumerated().map { index, step in
      StepExplanation(
        number: index + 1, line: step.line, text: step.text, allowed: [], anyOrder: false, observed: [],
        journal: [])
    }
  }

  /// The steps as the model does them, without observations.
  mutating func explain() -> [StepExplanation] {
    for index in scenario.steps.indices {
      execution.loop.kernel.journal = []
      execution.spans = []
      execution.begin(index)
      guard execution.spans.last?.step == index else { continue }
      explainSpans(of: index)
    }
    let alternatives = Alternatives(scenario)
    for index in scenario.steps.indices {
      let allowed = alternatives.allowed(at: index)
      steps[index].allowed = allowed.outcomes.map(\.description)
      steps[index].anyOrder = allowed.anyOrder
    }
    return steps
  }

  /// Explains a step and those that were done in it.
  private mutating func explainSpans(of index: Int) {
    let journal = execution.loop.kernel.journal ?? []
    let spans = execution.spans
    let start = latest
    var context = start
    for span in spans {
      let outcome = execution.outcomes[span.step] ?? .nothing
      let isInner = span.step != index
      let before = isInner ? Snapshot(span.before, objectNames, after: context) : start
      var after = Snapshot(isInner ? span.after : execution, objectNames, after: context)
      if !isInner { after.forget(outcome) }
      after.note(scenario.steps[span.step].action, outcome)
      let inner = spans.filter { $0.step != span.step && isInner == false }
      let own = span.entries.filter { place in !inner.contains { $0.entries.contains(place) } }
      let others = inner.filter { scenario.steps[$0.step].moment == .meanwhile }
      let sleepEnds = others.map(\.entries.lowerBound).min() ?? span.entries.upperBound
      let reason = Reason(
        step: scenario.steps[span.step], outcome: outcome, before: before, after: after,
        entries: own.map { journal[$0] }, entriesBeforeSleep: own.filter { $0 < sleepEnds }.map { journal[$0] },
        meanwhile: others.map { $0.step + 1 }, capacity: capacity)
      steps[span.step].why = reason.sentence
      steps[span.step].journal = reason.journalLines
      steps[span.step].doneIn = isInner ? index + 1 : nil
      context = after
    }
    latest = context
    steps[index].state = ModelState(latest)
  }
}

extension Snapshot {
  /// Notes what a step means to the timers and the waker.
  fileprivate mutating func note(_ action: Action, _ outcome: Outcome) {
    guard outcome == .done, !hasEnded else { return }
    switch action {
    case .schedule(let names, let microseconds):
      timers += names.map { PendingTimer(name: $0, microseconds: microseconds) }
    case .cancel(let name):
      if let last = timers.lastIndex(where: { $0.name == name }) { timers.remove(at: last) }
    case .wake: wakeIsWanted = true
    default: break
    }
  }

  /// Forgets the timers and the wake that a wait has told.
  fileprivate mutating func forget(_ outcome: Outcome) {
    for item in outcome.items {
      if item == "wake" { wakeIsWanted = false }
      if let place = timers.firstIndex(where: { "timer \($0.name)" == item }) { timers.remove(at: place) }
    }
  }
}

extension Action {
  /// The objects that the step makes.
  fileprivate var openedNames: [String] {
    switch self {
    case .open(let names, _, _): names
    case .connect(let client, _): [client]
    case .accept(let name, _): [name]
    default: []
    }
  }
}
