/// Has probes look at states, in worker processes.
public struct Prober: Sendable {
  /// The states.
  public var states: [ObjectState]

  /// How long one state may take, with all questions.
  public var timeLimit: Duration = .seconds(10)

  /// Makes a prober for states.
  public init(_ states: [ObjectState] = ObjectState.all) {
    self.states = states
  }

  /// Has the probe that a program serves look at every state; a worker that dies or hangs costs one row.
  ///
  /// - Parameters:
  ///   - program: The program that serves the probe.
  ///   - progress: Told of each state before its turn.
  /// - Throws: ``SuiteError`` if the program cannot be started.
  public func table(
    by program: WorkerProgram, progress: (ObjectState) -> Void = { _ in }
  ) throws(SuiteError) -> ProbeReport.Table {
    var session = try WorkerSession(program, timeLimit)
    let hello = session.hello
    var table = ProbeReport.Table(
      name: hello.name, mechanism: hello.mechanism, version: hello.version, questions: hello.questions,
      rows: [])
    for state in states {
      progress(state)
      table.rows.append(Self.row(state, try session.ask(state, for: ProbeReply.self)))
    }
    return table
  }

  /// Puts tables together with the machine that they are of.
  public static func report(_ tables: [ProbeReport.Table]) -> ProbeReport {
    ProbeReport(environment: .current(), tables: tables)
  }

  private static func row(
    _ state: ObjectState, _ answer: WorkerSession.Answer<ProbeReply>
  ) -> ProbeReport.Row {
    var row = ProbeReport.Row(
      state: state.name, description: state.description, steps: state.steps, result: .answered)
    switch answer {
    case .reply(let reply):
      row.answers = reply.answers
      guard let refusal = reply.refusal else { break }
      row.answers = []
      row.result = .refused
      row.reason = refusal
    case .died(let cause, let complaint):
      row.result = .crashed
      row.reason = complaint.isEmpty ? cause : "\(cause): \(complaint)"
    case .timedOut:
      row.result = .timedOut
    }
    return row
  }
}
