internal import EventLoopAPI

extension Judge {
  /// The features that a trial needs and the backend lacks; if there is something, it is not run.
  func missingFeatures(for trial: Trial) -> [String] {
    let support = capabilities.byName
    return trial.needs.filter { support[$0] == Capabilities.Support.absent.rawValue }
  }

  /// The verdict on a trial that cannot run on the backend.
  func unsupported(_ trial: Trial, missing: [String]) -> ScenarioReport {
    unsupported(trial.id, missing: missing)
  }

  /// The verdict on what a backend, or the kernel, did.
  func judge(_ trial: Trial, _ result: TrialResult) -> ScenarioReport {
    guard result.missing.isEmpty else {
      var report = unsupported(trial, missing: result.missing)
      if report.verdict == .unsupported {
        report.reason = "this system lacks \(result.missing.joined(separator: ", "))"
      }
      return report
    }
    var report = ScenarioReport(scenario: trial.id, backend: identity.name, verdict: .agrees)
    report.nanoseconds = result.nanoseconds
    report.steps = result.steps.enumerated().map { StepReport($0.element, number: $0.offset + 1) }
    settle(&report, differences: differences(of: result), result.ending, result.complaint)
    return report
  }

  private func differences(of result: TrialResult) -> [String] {
    switch result.ending {
    case .crashed(let signal): ["crashed \(signal)"]
    case .timedOut: ["timedOut"]
    case .finished:
      result.steps.enumerated().filter(\.element.differs).map {
        "step \($0.offset + 1): \($0.element.observed)"
      }
        + result.leaks.map { "leak: \($0)" }
    }
  }
}

extension StepReport {
  fileprivate init(_ step: TrialLog.Step, number: Int) {
    self.number = number
    line = 0
    text = step.text
    expected = step.allowed
    predicted = nil
    observed = step.observed
    differs = step.differs
  }
}
