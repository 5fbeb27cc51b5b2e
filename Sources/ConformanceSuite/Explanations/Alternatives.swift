internal import EpollModel
internal import EventLoopAPI

/// What else the model allows beside what Linux does, among what one would think of.
struct Alternatives {
  private let scenario: Scenario
  private let oracle = Oracle()
  private let predictions: [Outcome?]

  init(_ scenario: Scenario) {
    self.scenario = scenario
    predictions = oracle.prediction(for: scenario)
  }

  /// The outcomes that the model allows of a step, Linux's first, and whether their readiness events may come in
  /// any order. None for a step that is not done.
  func allowed(at index: Int) -> (outcomes: [Outcome], anyOrder: Bool) {
    guard let linux = predictions[index] else { return ([], false) }
    guard scenario.steps[index].action.isWait else { return ([linux], false) }
    let turned = linux.withReadinessTurned
    let anyOrder = turned != linux && isPermitted(turned, at: index)
    var outcomes = [linux]
    for written in scenario.steps[index].expected where !outcomes.contains(written) {
      if anyOrder, written.isReordering(of: linux) { continue }
      if isPermitted(written, at: index) { outcomes.append(written) }
    }
    return (outcomes, anyOrder)
  }

  private func isPermitted(_ outcome: Outcome, at index: Int) -> Bool {
    var observed = Array(predictions[...index])
    observed[index] = outcome
    return oracle.standings(of: scenario, observed: observed)[index] != .different
  }
}

extension Outcome {
  /// The same with the readiness events in the opposite order.
  fileprivate var withReadinessTurned: Outcome {
    let readiness = items.filter { $0.contains(": ") }
    return Outcome(readiness.reversed() + items.filter { !$0.contains(": ") })
  }
}
