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

  /// The outcomes that the model allows of a step, Linux's first, and whether their order is free.
  ///
  /// - Parameters:
  ///   - index: the step; one that is not done has none.
  ///   - pending: the steps that may be done within this one, as an event of theirs is delivered.
  func allowed(at index: Int, pending: [Int]) -> (outcomes: [Outcome], anyOrder: Bool) {
    guard let linux = predictions[index] else { return ([], false) }
    guard scenario.steps[index].action.isWait else { return ([linux], false) }
    let turned = linux.withReadinessTurned
    let anyOrder = turned != linux && isPermitted(turned, at: index, pending)
    var outcomes = [linux]
    for written in scenario.steps[index].expected where !outcomes.contains(written) {
      if anyOrder, written.isReordering(of: linux) { continue }
      if isPermitted(written, at: index, pending) { outcomes.append(written) }
    }
    return (outcomes, anyOrder)
  }

  private func isPermitted(_ outcome: Outcome, at index: Int, _ pending: [Int]) -> Bool {
    var observed = Array(predictions[...index])
    observed[index] = outcome
    for step in pending {
      guard case .onDelivery(let subject, let loop) = scenario.steps[step].moment else { continue }
      let isDone = loop == scenario.steps[index].loop && outcome.tells(of: subject)
      observed[step] = isDone ? predictions[step] ?? .done : nil
    }
    return oracle.standings(of: scenario, observed: observed)[index] != .different
  }
}

extension Outcome {
  /// Whether an event of an object, of a timer or of the waker is among the items.
  fileprivate func tells(of subject: String) -> Bool {
    items.contains { $0 == subject || $0 == "timer \(subject)" || $0.hasPrefix("\(subject): ") }
  }

  /// The same with the readiness events in the opposite order.
  fileprivate var withReadinessTurned: Outcome {
    let readiness = items.filter { $0.contains(": ") }
    return Outcome(readiness.reversed() + items.filter { !$0.contains(": ") })
  }
}
