/// Has claims tried in worker processes, each in one of its own, so that one that hangs or crashes costs
/// itself.
public struct ClaimExaminer: Sendable {
  /// How long one claim may take on one backend.
  public var timeLimit: Duration = .seconds(30)

  /// The programs of the backends on which applications are tried.
  public var programs: [WorkerProgram]

  /// Makes an examiner with the backends' programs, of which the first shows the kernel as well.
  public init(_ programs: [WorkerProgram]) {
    precondition(!programs.isEmpty, "there is no program to try claims with")
    self.programs = programs
  }

  /// How far an examination has come.
  public struct Progress: Sendable {
    /// The claim that is about to be tried.
    public var claim: String

    /// The claims that have been tried.
    public var done: Int

    /// The claims that there are.
    public var total: Int
  }

  /// Looks whether there can be workers at all, without which no claim could be decided.
  ///
  /// - Throws: ``SuiteError``, as a run of scenarios does. A backend that is missing is no such reason: it
  ///   leaves undecided the claims that are tried on it.
  public func check() throws(SuiteError) {
    _ = try WorkerSession(kernel, timeLimit)
  }

  /// Tries claims, and says what became of each.
  public func report(
    on claims: [Claim], contradictions: [Contradiction] = Contradiction.all,
    progress: (Progress) -> Void = { _ in }
  ) -> ClaimReport {
    var report = ClaimReport(environment: .current())
    var versions: [String: ClaimReport.Backend] = [:]
    for (place, claim) in claims.enumerated() {
      progress(Progress(claim: claim.id, done: place, total: claims.count))
      report.claims.append(entry(of: claim, &versions))
    }
    report.backends = programs.compactMap { versions[$0.backend] }
    report.contradictions = contradictions.compactMap { ClaimReport.Contradiction($0, among: report.claims) }
    return report
  }

  private func entry(of claim: Claim, _ versions: inout [String: ClaimReport.Backend]) -> ClaimReport.Entry {
    var evidence: [ClaimEvidence] = []
    var reasons: [String] = []
    for program in programs(for: claim) {
      do throws(SuiteError) {
        var session = try WorkerSession(program, timeLimit)
        let hello = session.hello
        versions[program.backend] = ClaimReport.Backend(
          name: program.backend, mechanism: hello.mechanism, version: hello.version)
        switch try session.ask(WorkerRequest.claim(id: claim.id), for: ClaimReply.self) {
        case .reply(let reply):
          evidence += reply.evidence
          if let obstacle = reply.obstacle { reasons.append(obstacle) }
        case .died(let cause, let complaint):
          reasons.append("the process ended with \(cause)" + (complaint.isEmpty ? "" : ": \(complaint)"))
        case .timedOut: reasons.append("it took more than \(timeLimit)")
        }
      } catch {
        reasons.append(error.description)
      }
    }
    return ClaimReport.Entry(
      claim, evidence, obstacle: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
  }

  private func programs(for claim: Claim) -> [WorkerProgram] {
    switch claim.attempt {
    case .loops: programs
    case .kernel: [kernel]
    }
  }

  private var kernel: WorkerProgram {
    WorkerProgram(backend: KernelWitness.name, executable: programs[0].executable, advice: programs[0].advice)
  }
}
