extension Scenario {
  /// Refuses steps that can never be done: who writes one has made a mistake, or does not know the language.
  ///
  /// Generated programs may have them: to shrink one is to leave out steps of it.
  ///
  /// - Throws: ``ScenarioError`` for the first of them, with the file as given here.
  func refuseStepsInVain(file: String) throws(ScenarioError) {
    var ends: [ScenarioLoop: Step] = [:]
    for (index, step) in steps.enumerated() {
      func refusal(_ message: String) -> ScenarioError {
        ScenarioError(file: file, line: step.line, column: 1, message: message)
      }
      if let end = ends[step.loop], step.moment == .inTurn, step.action.needsLoop {
        let place = "after the loop's 'end' in line \(end.line)"
        throw refusal("expected a step on an object or 'wake' \(place), found '\(step.text)'")
      }
      if step.moment == .inTurn, step.action == .end { ends[step.loop] = step }
      if step.moment == .meanwhile, !steps[index...].contains(where: \.action.isWait) {
        throw refusal("expected a wait after this step, during which it can be done, found none")
      }
    }
  }
}

extension Action {
  /// Whether it takes a loop that has not ended.
  fileprivate var needsLoop: Bool {
    if case .wake = self { false } else { isOnLoop }
  }
}
