extension Scenario {
  /// Why an object could not be opened that needs a namespace of the process's own; nil if none was refused.
  ///
  /// Such namespaces are the superuser's, and not his either in most containers: it says nothing of a loop.
  func refusalOfNamespace(_ result: RunResult) -> Outcome? {
    for (step, outcome) in zip(steps, result.outcomes) {
      guard case .open(_, .plain(let kind), _) = step.action, kind == .mounts || kind == .hostname else {
        continue
      }
      if let outcome, outcome != .done, !step.expected.contains(outcome) { return outcome }
    }
    return nil
  }
}
