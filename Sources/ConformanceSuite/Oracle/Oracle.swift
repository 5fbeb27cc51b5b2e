public import EpollModel
internal import EventLoopAPI

/// What the model says of scenarios: what Linux does, and what any backend that keeps the contract may do.
public struct Oracle: Sendable {
  /// The rules that the model's kernel keeps.
  public let rules: ModelRules

  /// Makes an oracle.
  ///
  /// - Parameter rules: all of Linux's, unless it is to be shown what one of them is for.
  public init(rules: ModelRules = .linux) {
    self.rules = rules
  }

  /// What each step of a scenario leads to on Linux, in order; nil for a step that is not done.
  public func prediction(for scenario: Scenario) -> [Outcome?] {
    var execution = ModelExecution(scenario, rules: rules)
    for index in scenario.steps.indices { execution.begin(index) }
    return execution.outcomes
  }

  /// How an observed step stands to what the model allows.
  public enum Standing: Hashable, Sendable {
    /// It is what Linux does.
    case linux

    /// It is another of the things that are allowed, by this freedom.
    case permitted(Freedom)

    /// It is neither.
    case different
  }

  /// Follows what a backend did, and says of each step how it stands to what the model allows.
  ///
  /// A step that differs is taken as Linux would do it, and those after it are judged from there.
  ///
  /// - Parameters:
  ///   - scenario: the scenario.
  ///   - observed: what each of its steps led to; nil for one that was not done.
  /// - Returns: One standing for each step.
  public func standings(of scenario: Scenario, observed: [Outcome?]) -> [Standing] {
    var follower = ModelFollower(ModelExecution(scenario, rules: rules), observed)
    return follower.follow()
  }

  /// The steps of which a scenario's file and the model say different things.
  func conflicts(in scenario: Scenario) -> [ModelConflict] {
    let prediction = prediction(for: scenario)
    return scenario.steps.indices.compactMap { index in
      let step = scenario.steps[index]
      guard let written = step.expected.first ?? (step.action.isQuestion ? nil : .done) else { return nil }
      let predicted = prediction[index]
      if predicted == nil, step.mayStayUndone { return nil }
      if let predicted, predicted.isSame(as: written, after: step.action) { return nil }
      return ModelConflict(
        scenario: scenario.id, step: index + 1, line: step.line, text: step.text,
        written: written.description, predicted: predicted?.description)
    }
  }
}

extension Action {
  /// Whether the step only looks, so that without an expectation the model says what it must see.
  var isQuestion: Bool {
    switch self {
    case .wait, .collect, .embed, .object(_, .mode): true
    default: false
    }
  }
}
