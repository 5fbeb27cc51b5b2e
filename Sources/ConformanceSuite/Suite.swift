internal import EventLoopAPI

/// The conformance suite: runs scenarios on backends in worker processes and judges what they do.
public struct Suite: Sendable {
  /// The scenarios that there are.
  public let catalogue: Catalogue

  /// The declared differences.
  public let ledger: Ledger

  /// How long one scenario may take, beside a second for each 100 steps.
  public var timeLimit: Duration = .seconds(10)

  /// Makes a suite of the shipped scenarios and the shipped ledger.
  ///
  /// - Throws: ``CatalogueError`` if the resources are missing, ``ScenarioError`` if one does not parse.
  public init() throws {
    self.init(try Catalogue(), try Ledger())
  }

  /// Makes a suite of a catalogue and a ledger.
  public init(_ catalogue: Catalogue, _ ledger: Ledger) {
    self.catalogue = catalogue
    self.ledger = ledger
  }

  /// How far a run has come.
  public struct Progress: Sendable {
    /// The backend that is running.
    public var backend: String

    /// The scenario that is about to run.
    public var scenario: String

    /// The results so far, over all backends.
    public var done: Int

    /// The results there will be.
    public var total: Int
  }

  /// Runs scenarios on backends and reports.
  ///
  /// Those of the kernel's own calls run once, beside the backends, as `kernel`.
  ///
  /// - Throws: ``SuiteError`` if a backend's worker cannot be started.
  public func run(
    _ selection: CatalogueSelection, on programs: [WorkerProgram], progress: (Progress) -> Void = { _ in }
  ) throws(SuiteError) -> Report {
    guard let anyProgram = programs.first else {
      return Report(environment: .current(), backends: [], results: [])
    }
    let (ofKernel, ofLoops) = (
      selection.trials.filter(\.isOfKernel), selection.trials.filter { !$0.isOfKernel }
    )
    var counter = Progress(
      backend: "", scenario: "", done: 0,
      total: programs.count * (selection.scenarios.count + ofLoops.count) + ofKernel.count)
    func tell(_ backend: String, _ scenario: String) {
      (counter.backend, counter.scenario) = (backend, scenario)
      progress(counter)
      counter.done += 1
    }
    var backends: [BackendReport] = []
    var results: [ScenarioReport] = []
    var witness = Witness(anyProgram, timeLimit)
    for program in programs {
      var runner = try BackendRunner(program, timeLimit)
      let judge = Judge(runner.description, ledger)
      for scenario in selection.scenarios {
        tell(program.backend, scenario.id)
        let missing = judge.missingFeatures(for: scenario)
        guard missing.isEmpty else {
          results.append(judge.unsupported(scenario, missing: missing))
          continue
        }
        var result = judge.judge(scenario, try runner.run(scenario))
        if result.verdict == .undeclared, !scenario.asksMoreThanKernel {
          result.blameKernel(if: witness.result(of: scenario))
        }
        results.append(result)
      }
      results += try run(ofLoops, on: program, judge) { tell(program.backend, $0) }
      results += judge.entriesWithoutScenario(in: selection.ids + catalogue.ids)
      backends.append(BackendReport(program.backend, runner.description))
    }
    if !ofKernel.isEmpty {
      let description = try BackendRunner(witness.program, timeLimit).description
      results += try run(ofKernel, on: witness.program, Judge(description, ledger)) { id in
        tell(KernelWitness.name, id)
      }
      backends.append(BackendReport(KernelWitness.name, description))
    }
    var report = Report(environment: .current(), backends: backends, results: results)
    report.conflicts = selection.scenarios.flatMap { conflicts(in: $0, report, &witness) }
    return report
  }

  /// Runs scenarios of files on backends and reports.
  ///
  /// - Throws: ``SuiteError`` if a backend's worker cannot be started.
  public func run(
    _ scenarios: [Scenario], on programs: [WorkerProgram], progress: (Progress) -> Void = { _ in }
  ) throws(SuiteError) -> Report {
    try run(CatalogueSelection(scenarios: scenarios), on: programs, progress: progress)
  }

  /// Runs trials, of which one may take as long as three scenarios: it has hundreds of rounds.
  private func run(
    _ trials: [Trial], on program: WorkerProgram, _ judge: Judge, _ tell: (String) -> Void
  ) throws(SuiteError) -> [ScenarioReport] {
    guard !trials.isEmpty else { return [] }
    var runner = try BackendRunner(program, timeLimit * 3)
    var reports: [ScenarioReport] = []
    for trial in trials {
      tell(trial.id)
      let missing = judge.missingFeatures(for: trial)
      reports.append(
        missing.isEmpty
          ? judge.judge(trial, try runner.run(trial)) : judge.unsupported(trial, missing: missing))
    }
    return reports
  }

  /// The steps of which a file and the model say different things, laid before the kernel.
  private func conflicts(
    in scenario: Scenario, _ report: Report, _ witness: inout Witness
  ) -> [ModelConflict] {
    var conflicts = Oracle().conflicts(in: scenario)
    guard !conflicts.isEmpty else { return [] }
    if let first = conflicts.firstIndex(where: \.isEndless) {
      // What comes after it is never reached, and the kernel has nothing to end it by either.
      conflicts[first].blame = .file
      return Array(conflicts[...first])
    }
    let result = scenario.asksMoreThanKernel ? nil : witness.result(of: scenario)
    // Where more is asked for than the kernel gives, a loop on the kernel has to do.
    let loops = report.backends.filter { $0.mechanism == KernelWitness.identity.mechanism }.map(\.name)
    let steps = report.results.first { $0.scenario == scenario.id && loops.contains($0.backend) }?.steps
    for place in conflicts.indices {
      let step = conflicts[place].step - 1
      if let result {
        conflicts[place].decide(
          by: result.outcomes[step]?.description, of: scenario.steps[step].action)
      } else if let steps, step < steps.count {
        conflicts[place].decide(by: steps[step].observed, of: scenario.steps[step].action)
      }
    }
    return conflicts
  }
}

extension BackendReport {
  init(_ name: String, _ description: Backend.Description) {
    self.init(
      name: name, mechanism: description.identity.mechanism, version: description.identity.version,
      capabilities: description.capabilities.byName)
  }
}
