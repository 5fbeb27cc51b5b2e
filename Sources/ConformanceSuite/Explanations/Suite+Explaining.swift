extension Suite {
  /// Explains scenarios by the model, beside what backends report.
  ///
  /// A backend that cannot be started is named in the report and is no error.
  ///
  /// - Parameters:
  ///   - scenarios: the scenarios.
  ///   - programs: the backends' workers.
  ///   - progress: is told how far the runs have come.
  /// - Returns: One explanation for each scenario.
  /// - Throws: ``SuiteError`` if a worker fails.
  public func explain(
    _ scenarios: [Scenario], on programs: [WorkerProgram], progress: (Progress) -> Void = { _ in }
  ) throws(SuiteError) -> ExplanationReport {
    var backends: [ExplanationReport.Backend] = []
    var results: [ScenarioReport] = []
    for program in programs {
      var backend = ExplanationReport.Backend(name: program.backend)
      do throws(SuiteError) {
        let report = try run(scenarios, on: [program]) { step in
          progress(step.shifted(by: backends.count * scenarios.count, of: programs.count * scenarios.count))
        }
        backend.mechanism = report.backends.first?.mechanism
        backend.version = report.backends.first?.version
        results += report.results
      } catch {
        guard case .unavailable(_, let reason, let advice) = error else { throw error }
        backend.unavailable = reason + (advice.isEmpty ? "" : "; \(advice)")
      }
      backends.append(backend)
    }
    return ExplanationReport(
      environment: .current(), backends: backends,
      scenarios: scenarios.map { scenario in
        Explanation(scenario, results.filter { $0.scenario == scenario.id })
      })
  }
}

extension Suite.Progress {
  fileprivate func shifted(by before: Int, of all: Int) -> Suite.Progress {
    var progress = self
    progress.done += before
    progress.total = all
    return progress
  }
}

extension Explanation {
  /// Explains a scenario.
  ///
  /// - Parameters:
  ///   - scenario: the scenario.
  ///   - reports: what became of it on backends.
  init(_ scenario: Scenario, _ reports: [ScenarioReport]) {
    self.scenario = scenario.id
    purpose = scenario.purpose
    cites = scenario.citations
    results = reports.map {
      Result(backend: $0.backend, verdict: $0.verdict, differences: $0.differences, reason: $0.reason)
    }
    var explainer = Explainer(scenario)
    steps = explainer.explain()
    for conflict in Oracle().conflicts(in: scenario) { steps[conflict.step - 1].written = conflict.written }
    for report in reports where !report.steps.isEmpty {
      let outcomes = report.steps.map { $0.observed.map(Outcome.init(text:)) }
      guard outcomes.contains(where: { $0 != nil }) else { continue }
      let standings = Oracle().standings(of: scenario, observed: outcomes)
      for index in steps.indices {
        guard let outcome = outcomes[index] else { continue }
        steps[index].observed.append(
          StepExplanation.Observation(outcome, of: report.backend, standings[index]))
      }
    }
  }
}

extension StepExplanation.Observation {
  fileprivate init(_ outcome: Outcome, of backend: String, _ standing: Oracle.Standing) {
    self.init(backend: backend, outcome: outcome.description, standing: "different")
    switch standing {
    case .linux: self.standing = "linux"
    case .permitted(let freedom):
      self.standing = "permitted"
      self.freedom = freedom.rawValue
    case .different: break
    }
  }
}
