internal import EventLoopAPI
internal import Glibc

/// A conversation with one worker program, which is started anew when it has died.
struct WorkerSession: ~Copyable {
  /// What became of a request.
  enum Answer<Reply> {
    case reply(Reply)
    /// The worker died, of this signal or with this status, and wrote this to standard error.
    case died(String, complaint: String)
    case timedOut
  }

  /// What the worker said first.
  let hello: WorkerHello

  private let program: WorkerProgram
  private let timeLimit: Duration
  private let isSleepTheEnd: Bool
  private var worker: WorkerProcess?

  /// Starts a worker and hears who it is.
  ///
  /// - Parameter isSleepTheEnd: whether a worker that sleeps for good counts as hung before its time is over.
  init(_ program: WorkerProgram, _ timeLimit: Duration, isSleepTheEnd: Bool = false) throws(SuiteError) {
    self.program = program
    self.timeLimit = timeLimit
    self.isSleepTheEnd = isSleepTheEnd
    let started = try Self.start(program, timeLimit)
    hello = started.hello
    worker = started.takeWorker()
  }

  /// Sends a request; if the worker dies of it, the next one goes to a new worker.
  ///
  /// - Parameter limit: how long it may take, if not as long as all others.
  mutating func ask<Reply: Decodable>(
    _ request: some Encodable, for _: Reply.Type, within limit: Duration? = nil
  ) throws(SuiteError) -> Answer<Reply> {
    var current = try takeWorker()
    do {
      if try !current.send(request) {
        // It died after its last answer, of what was left behind; this request starts afresh.
        current = try Self.start(program, timeLimit).takeWorker()
        _ = try current.send(request)
      }
      let reply = try current.receive(Reply.self, within: limit ?? timeLimit, isSleepTheEnd: isSleepTheEnd)
      worker = consume current
      return .reply(reply)
    } catch WorkerProcess.Ending.died(let cause, let complaint) {
      return .died(cause, complaint: complaint)
    } catch WorkerProcess.Ending.timedOut {
      return .timedOut
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
    let hello: WorkerHello
    var worker: WorkerProcess

    consuming func takeWorker() -> WorkerProcess { worker }
  }

  private static func start(
    _ program: WorkerProgram, _ timeLimit: Duration
  ) throws(SuiteError) -> Started {
    func unavailable(_ reason: String) -> SuiteError {
      .unavailable(backend: program.backend, reason: reason, advice: program.advice)
    }
    try DescriptorLimit.raise(for: program)
    do {
      var worker = try WorkerProcess(program)
      // A request's limit says nothing of how long a busy machine takes to start a process.
      let hello = try worker.receive(WorkerHello.self, within: max(timeLimit, .seconds(10)))
      if let failure = hello.failure { throw unavailable(failure) }
      return Started(hello: hello, worker: worker)
    } catch let error as ErrorCode {
      let reason = "cannot start \(program.executable): \(ErrorName.of(error.rawValue))"
      // There is the program, but not what any process needs.
      let isProcessFailure = [EMFILE, ENFILE, ENOMEM, EAGAIN].contains(error.rawValue)
      throw isProcessFailure
        ? SuiteError.broken(backend: program.backend, reason: reason) : unavailable(reason)
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
