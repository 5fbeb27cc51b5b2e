internal import EventLoopAPI

/// Gives verdicts: a scenario's expectations and the ledger on one side, what a backend did on the other.
struct Judge {
  let identity: BackendIdentity
  let capabilities: Capabilities
  private let entries: [LedgerEntry]

  init(_ description: Backend.Description, _ ledger: Ledger) {
    identity = description.identity
    capabilities = description.capabilities
    entries = ledger.entries(for: description.identity)
  }

  /// What a scenario needs and the backend lacks; if there is something, the scenario is not run.
  func missingFeatures(for scenario: Scenario) -> [String] {
    let support = capabilities.byName
    return scenario.needs.filter { support[$0] == Capabilities.Support.absent.rawValue }
  }

  /// The verdict on a scenario that cannot run on the backend.
  func unsupported(_ scenario: Scenario, missing: [String]) -> ScenarioReport {
    unsupported(scenario.id, missing: missing)
  }

  /// The verdict on a scenario, or a trial, that cannot run on the backend.
  func unsupported(_ scenario: String, missing: [String]) -> ScenarioReport {
    var report = ScenarioReport(scenario: scenario, backend: identity.name, verdict: .unsupported)
    report.reason = "the backend lacks \(missing.joined(separator: ", "))"
    // What does not run is not seen sometimes either.
    markStale(&report, by: entries.first { $0.applies(to: scenario) })
    return report
  }

  /// The verdict on what a backend did.
  func judge(_ scenario: Scenario, _ result: RunResult) -> ScenarioReport {
    if let refusal = scenario.refusalOfNamespace(result) {
      var report = ScenarioReport(scenario, identity.name, .unsupported)
      report.reason = "no namespace of its own can be made here (\(refusal)), which \(scenario.id) needs"
      return report
    }
    let prediction = Oracle().prediction(for: scenario)
    let standings = Oracle().standings(of: scenario, observed: result.outcomes)
    let comparison = Comparison(scenario, result, standings)
    var report = ScenarioReport(scenario, identity.name, .agrees)
    report.nanoseconds = result.nanoseconds
    report.steps = scenario.steps.indices.map { index in
      StepReport(
        scenario.steps[index], index, result, prediction[index], standings[index],
        differs: comparison.differingSteps.contains(index + 1))
    }
    if comparison.hasPermitted { report.verdict = .permitted }
    settle(&report, differences: comparison.differences, result.ending, result.complaint)
    if report.verdict == .timedOut, result.ending == .timedOut,
      let endless = prediction.firstIndex(where: { $0?.items == [ModelExecution.endless] })
    {
      report.reason =
        "step \(endless + 1), line \(scenario.steps[endless].line), is a wait that nothing can end"
    }
    return report
  }

  /// Gives the verdict on differences, if there are any, by what the ledger declares.
  func settle(
    _ report: inout ScenarioReport, differences: [String], _ ending: RunResult.Ending, _ complaint: String
  ) {
    let applying = entries.filter { $0.applies(to: report.scenario) }
    guard !differences.isEmpty else {
      return markStale(&report, by: applying.first { !$0.isSometimes })
    }
    report.differences = differences
    if let entry = applying.first(where: { $0.observed == differences }) {
      report.verdict = .declared
      report.reason = entry.reason + (entry.luck.map { " Only sometimes: \($0)" } ?? "")
      report.cites = entry.citations
      return
    }
    report.verdict =
      switch ending {
      case .finished: .undeclared
      case .crashed: .crashed
      case .timedOut: .timedOut
      }
    report.reason = applying.first.map { entry in
      "the ledger (\(entry.place)) declares something else: \(entry.observed.joined(separator: "; "))"
    }
    if report.reason == nil, !complaint.isEmpty { report.reason = complaint }
  }

  /// Marks a report for which an entry, if there is one, declares a difference that is not seen.
  private func markStale(_ report: inout ScenarioReport, by entry: LedgerEntry?) {
    guard let entry else { return }
    report.verdict = .stale
    report.reason =
      "the ledger (\(entry.place)) declares \(entry.observed.joined(separator: "; ")), which is not seen"
  }

  /// The entries for this backend that fit no scenario at all.
  func entriesWithoutScenario(in scenarios: [String]) -> [ScenarioReport] {
    entries.filter { entry in !scenarios.contains { entry.applies(to: $0) } }.map { entry in
      var report = ScenarioReport(scenario: entry.pattern, backend: identity.name, verdict: .stale)
      report.reason = "the ledger (\(entry.place)) names no scenario that there is"
      return report
    }
  }
}

extension StepReport {
  fileprivate init(
    _ step: Step, _ index: Int, _ result: RunResult, _ predicted: Outcome?, _ standing: Oracle.Standing,
    differs: Bool
  ) {
    number = index + 1
    line = step.line
    text = step.text
    expected = step.expectations(predicted: predicted).map(\.description)
    self.predicted = predicted?.description
    observed = (index < result.outcomes.count ? result.outcomes[index] : nil)?.description
    self.differs = differs
    if case .permitted(let freedom) = standing, step.expected.isEmpty {
      self.freedom = freedom.rawValue
    }
  }
}

extension LedgerEntry {
  fileprivate var place: String { "\(file.split(separator: "/").last ?? ""):\(line)" }
}
