internal import EventLoopAPI

/// Runs scenarios on one backend, one worker process after another.
struct BackendRunner: ~Copyable {
  /// What the backend says it is.
  let description: Backend.Description

  private let program: WorkerProgram
  private let timeLimit: Duration
  private var session: WorkerSession

  /// Starts a worker and hears who it is.
  ///
  /// - Parameter isSleepTheEnd: whether a worker that sleeps for good counts as hung before its time is over.
  init(_ program: WorkerProgram, _ timeLimit: Duration, isSleepTheEnd: Bool = false) throws(SuiteError) {
    self.program = program
    self.timeLimit = timeLimit
    session = try WorkerSession(program, timeLimit, isSleepTheEnd: isSleepTheEnd)
    let hello = session.hello
    description = Backend.Description(
      identity: BackendIdentity(name: hello.name, mechanism: hello.mechanism, version: hello.version),
      capabilities: Capabilities(
        byName: hello.capabilities, timerResolution: .nanoseconds(hello.timerResolutionNanoseconds)))
  }

  /// Runs a scenario; if the worker dies of it, the next one gets a new worker.
  mutating func run(_ scenario: Scenario) throws(SuiteError) -> RunResult {
    let request = WorkerRequest.scenario(id: scenario.id, source: scenario.source)
    // What an application did, and was recorded, has thousands of steps.
    let limit = timeLimit + .seconds(scenario.steps.count / 100)
    switch try session.ask(request, for: WorkerReply.self, within: limit) {
    case .died(let cause, let complaint): return RunResult(.crashed(cause), complaint: complaint)
    case .timedOut: return RunResult(.timedOut)
    case .reply(let reply):
      if let failure = reply.failure {
        throw SuiteError.broken(backend: program.backend, reason: failure)
      }
      return RunResult(
        .finished, outcomes: reply.outcomes.map { $0.map(Outcome.init(text:)) }, leaks: reply.leaks,
        nanoseconds: reply.nanoseconds)
    }
  }

  /// Runs a generated program in a child of the worker, which outlives it; what the model allows counts as
  /// what it predicts.
  mutating func runInChild(_ program: Scenario, within limit: Duration) throws(SuiteError) -> RunResult {
    let request = WorkerRequest.program(source: program.source, timeLimit: Int(limit / .milliseconds(1)))
    // The worker ends the child at the limit.
    switch try session.ask(request, for: ExplorationBlockReply.self, within: limit + .seconds(30)) {
    case .reply(let reply):
      if let failure = reply.failure {
        throw SuiteError.broken(backend: self.program.backend, reason: failure)
      }
      return reply.findings.first?.result
        ?? RunResult(.finished, outcomes: Oracle().prediction(for: program))
    case .died(let cause, let complaint):
      throw .broken(backend: self.program.backend, reason: "it ended with \(cause) \(complaint)")
    case .timedOut: throw .broken(backend: self.program.backend, reason: "it does not answer")
    }
  }

  /// Runs a trial; if the worker dies of it, the next one gets a new worker.
  mutating func run(_ trial: Trial) throws(SuiteError) -> TrialResult {
    switch try session.ask(WorkerRequest.trial(id: trial.id), for: TrialReply.self) {
    case .died(let cause, let complaint): return TrialResult(ending: .crashed(cause), complaint: complaint)
    case .timedOut: return TrialResult(ending: .timedOut)
    case .reply(let reply):
      if let failure = reply.failure {
        throw SuiteError.broken(backend: program.backend, reason: failure)
      }
      return TrialResult(
        ending: .finished, steps: reply.steps, missing: reply.missing, leaks: reply.leaks,
        nanoseconds: reply.nanoseconds)
    }
  }
}
