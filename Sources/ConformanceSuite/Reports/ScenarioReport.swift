/// The result of one scenario on one backend.
public struct ScenarioReport: Codable, Sendable {
  /// The scenario's id.
  public var scenario: String

  /// The backend's name.
  public var backend: String

  /// The verdict.
  public var verdict: Verdict

  /// What differs, in the form in which the ledger declares it.
  public var differences: [String] = []

  /// The steps with what was expected and observed; empty if the scenario did not run.
  public var steps: [StepReport] = []

  /// Why it differs, or why it could not run.
  public var reason: String?

  /// Where the reason is written.
  public var cites: [String] = []

  /// How long it took.
  public var nanoseconds: UInt64 = 0

  init(scenario: String, backend: String, verdict: Verdict) {
    self.scenario = scenario
    self.backend = backend
    self.verdict = verdict
  }

  init(_ scenario: Scenario, _ backend: String, _ verdict: Verdict) {
    self.init(scenario: scenario.id, backend: backend, verdict: verdict)
  }
}

extension ScenarioReport {
  /// Says of a difference that it is the kernel's, if the kernel by itself does the same.
  ///
  /// - Parameter result: what the kernel does with nothing around it, if it could be asked.
  mutating func blameKernel(if result: RunResult?) {
    guard let result else { return }
    let kernel = steps.filter { step in
      let seen = step.number <= result.outcomes.count ? result.outcomes[step.number - 1] : nil
      return step.differs && step.observed != step.predicted && seen?.description == step.observed
    }
    guard let first = kernel.first else { return }
    let numbers = kernel.map { "\($0.number)" }.joined(separator: ", ")
    reason =
      "Linux \(Environment.current().kernel) itself does this in step \(numbers), with no loop between: "
      + "the kernel differs from the model (\(first.predicted ?? "not done")), not \(backend)."
  }
}

/// One step of a scenario's result.
public struct StepReport: Codable, Sendable {
  /// The step's number, from 1.
  public var number: Int

  /// Its line in the scenario's file.
  public var line: Int

  /// The step as written.
  public var text: String

  /// What may be seen, first what Linux gives, as the file says or else the model.
  public var expected: [String]

  /// What the model says that Linux gives; absent for a step that it says is not done.
  public var predicted: String?

  /// What was seen; absent if the step was never done.
  public var observed: String?

  /// Whether that is not among what may be seen.
  public var differs: Bool

  /// The freedom by which it is another outcome than Linux's, where the file does not say what may be seen.
  public var freedom: String?
}
