/// A scenario's expectations, the model's where it writes none, beside what one backend did.
struct Comparison {
  /// The texts of what differs, in the form in which a ledger declares it.
  var differences: [String] = []

  /// Whether some step led to an allowed outcome that is not the first.
  var hasPermitted = false

  /// The steps that differ, by number from 1.
  var differingSteps: Set<Int> = []

  /// - Parameter standings: how what the backend did stands to what the model allows, step by step.
  init(_ scenario: Scenario, _ result: RunResult, _ standings: [Oracle.Standing]) {
    switch result.ending {
    case .crashed(let signal): differences = ["crashed \(signal)"]
    case .timedOut: differences = ["timedOut"]
    case .finished: compareSteps(of: scenario, result, standings)
    }
  }

  private mutating func compareSteps(
    of scenario: Scenario, _ result: RunResult, _ standings: [Oracle.Standing]
  ) {
    for (index, step) in scenario.steps.enumerated() {
      guard index < result.outcomes.count, let outcome = result.outcomes[index] else {
        guard !step.mayStayUndone else { continue }
        differingSteps.insert(index + 1)
        differences.append("step \(index + 1): not done")
        continue
      }
      switch Self.standing(of: outcome, among: step.expected, of: step.action, standings[index]) {
      case .expected: break
      case .permitted: hasPermitted = true
      case .different:
        differingSteps.insert(index + 1)
        differences.append("step \(index + 1): \(outcome)")
      }
    }
    differences += result.leaks.map { "leak: \($0)" }
  }

  private enum Standing {
    case expected
    case permitted
    case different
  }

  private static func standing(
    of outcome: Outcome, among expected: [Outcome], of action: Action, _ standing: Oracle.Standing
  ) -> Standing {
    guard let first = expected.first else {
      // A step that does something must succeed if nothing else is written.
      guard action.isQuestion else { return outcome == .done ? .expected : .different }
      return switch standing {
      case .linux: .expected
      case .permitted: .permitted
      case .different: .different
      }
    }
    if outcome == first { return .expected }
    let isAllowed = expected.contains { outcome == $0 || (action.isWait && outcome.isReordering(of: $0)) }
    return isAllowed ? .permitted : .different
  }
}
