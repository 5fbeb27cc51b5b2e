/// A scenario's expectations beside what one backend did.
struct Comparison {
  /// The texts of what differs, in the form in which a ledger declares it.
  var differences: [String] = []

  /// Whether some step led to an allowed outcome that is not the first.
  var hasPermitted = false

  /// The steps that differ, by number from 1.
  var differingSteps: Set<Int> = []

  init(_ scenario: Scenario, _ result: RunResult) {
    switch result.ending {
    case .crashed(let signal): differences = ["crashed \(signal)"]
    case .timedOut: differences = ["timedOut"]
    case .finished: compareSteps(of: scenario, result)
    }
  }

  private mutating func compareSteps(of scenario: Scenario, _ result: RunResult) {
    for (index, step) in scenario.steps.enumerated() {
      guard index < result.outcomes.count, let outcome = result.outcomes[index] else {
        guard !step.mayStayUndone else { continue }
        differingSteps.insert(index + 1)
        differences.append("step \(index + 1): not done")
        continue
      }
      switch Self.standing(of: outcome, among: step.expected, of: step.action) {
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
    of outcome: Outcome, among expected: [Outcome], of action: Action
  ) -> Standing {
    guard let first = expected.first else {
      return outcome.breaksRule(after: action) ? .different : .expected
    }
    if outcome == first { return .expected }
    let isAllowed = expected.contains { outcome == $0 || (action.isWait && outcome.isReordering(of: $0)) }
    return isAllowed ? .permitted : .different
  }
}

extension Outcome {
  /// Whether it shows what no scenario has to forbid: a refusal, a stale event, an early return, too large a batch.
  fileprivate func breaksRule(after action: Action) -> Bool {
    switch action {
    case .wait, .collect:
      items.contains { item in
        let isEvent = item.contains(": ") || item.hasPrefix("timer ") || item == "wake"
        return !isEvent || ["(stranger)", "(ended)", "(spent)", "(early)"].contains { item.contains($0) }
      }
    case .embed: !["ready", "idle"].contains(description)
    case .object(_, .mode): !["blocking", "nonblocking"].contains(description)
    default: self != .done
    }
  }
}
