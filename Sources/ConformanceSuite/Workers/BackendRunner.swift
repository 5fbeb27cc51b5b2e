internal import EventLoopAPI

/// Runs scenarios on one backend, one worker process after another.
struct BackendRunner: ~Copyable {
  /// What the backend says it is.
  let description: Backend.Description

  private let program: WorkerProgram
  private let timeLimit: Duration
  private var worker: WorkerProcess?

  /// Starts a worker and hears who it is.
  init(_ program: WorkerProgram, _ timeLimit: Duration) throws(SuiteError) {
    self.program = program
    self.timeLimit = timeLimit
    let started = try Self.start(program, timeLimit)
    description = started.description
    worker = started.takeWorker()
  }

  /// Runs a scenario; if the worker dies of it, the next one gets a new worker.
  mutating func run(_ scenario: Scenario) throws(SuiteError) -> RunResult {
    var current = try takeWorker()
    do {
      let request = WorkerRequest(id: scenario.id, source: scenario.source)
      if try !current.send(request) {
        // It died after its last answer, of what the last scenario left behind; this one starts afresh.
        current = try Self.start(program, timeLimit).takeWorker()
        _ = try current.send(request)
      }
      let reply = try current.receive(WorkerReply.self, within: timeLimit)
      worker = consume current
      if let failure = reply.failure {
        throw SuiteError.broken(backend: program.backend, reason: failure)
      }
      return RunResult(
        .finished, outcomes: reply.outcomes.map { $0.map(Outcome.init(text:)) }, leaks: reply.leaks,
        nanoseconds: reply.nanoseconds)
    } catch WorkerProcess.Ending.died(let cause, let complaint) {
      return RunResult(.crashed(cause), complaint: complaint)
    } catch WorkerProcess.Ending.timedOut {
      return RunResult(.timedOut)
    } catch {
      throw SuiteError.broken(backend: program.backend, reason: "\(error)")
    }
  }

  /// The worker that waits for work, or a new one.
  private mutating func takeWorker() throws(SuiteError) -> WorkerProcess {
    if let idle = worker.take() { return idle }
    return try Self.start(program, timeLimit).takeWorker()
  }

  private struct Started: ~Copyable {
    let description: Backend.Description
    var worker: WorkerProcess

    consuming func takeWorker() -> WorkerProcess { worker }
  }

  private static func start(
    _ program: WorkerProgram, _ timeLimit: Duration
  ) throws(SuiteError) -> Started {
    func unavailable(_ reason: String) -> SuiteError {
      .unavailable(backend: program.backend, reason: reason, advice: program.advice)
    }
    do {
      var worker = try WorkerProcess(program)
      let hello = try worker.receive(WorkerHello.self, within: timeLimit)
      if let failure = hello.failure { throw unavailable(failure) }
      let description = Backend.Description(
        identity: BackendIdentity(name: hello.name, mechanism: hello.mechanism, version: hello.version),
        capabilities: Capabilities(
          byName: hello.capabilities, timerResolution: .nanoseconds(hello.timerResolutionNanoseconds)))
      return Started(description: description, worker: worker)
    } catch let error as ErrorCode {
      throw unavailable("cannot start \(program.executable): \(ErrorName.of(error.rawValue))")
    } catch WorkerProcess.Ending.died(let cause, let complaint) {
      throw unavailable(complaint.isEmpty ? "\(program.executable) ended with \(cause)" : complaint)
    } catch WorkerProcess.Ending.timedOut {
      throw unavailable("\(program.executable) does not answer")
    } catch let error as SuiteError {
      throw error
    } catch {
      throw unavailable("\(error)")
    }
  }
}
