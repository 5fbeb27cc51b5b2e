/// Generated programs that are run on mutants.
public struct MutantExploration: Sendable {
  /// How many programs there are, at most.
  public var count: Int

  /// The program that runs scenarios on a loop as the mutants are, with no fault.
  ///
  /// What it does too is not the mutant's doing: there the kernel and the model differ.
  public var faultless: WorkerProgram

  /// Asks for programs.
  public init(count: Int, faultless: WorkerProgram) {
    self.count = count
    self.faultless = faultless
  }

  private static let seed: UInt64 = 1

  /// Longer programs than usual: many faults need several things to have happened.
  private static let length = 16

  /// How long a program may take, and a scenario that was made of one.
  private static let timeLimit: Duration = .milliseconds(400)

  /// The number of the first program that catches a mutant, from 1; nil if none does.
  ///
  /// - Throws: ``SuiteError`` if a worker cannot be started or fails.
  func firstCatch(of mutant: WorkerProgram) throws(SuiteError) -> Int? {
    var session = try WorkerSession(mutant, .seconds(3600))
    var check = try Check(mutant, faultless, Self.timeLimit)
    var done = 0
    while done < count {
      let block = block(from: done)
      let first = block.number * Exploration.blockSize
      guard
        case .reply(let reply) = try session.ask(WorkerRequest.block(block), for: ExplorationBlockReply.self),
        reply.failure == nil
      else { throw .broken(backend: mutant.backend, reason: "it does not run block \(block.number)") }
      let findings = reply.findings.sorted { $0.program < $1.program }
      for finding in findings {
        if try check.isOfTheMutant(finding) { return first + finding.program + 1 }
      }
      done = first + (findings.last.map { $0.program + 1 } ?? block.programs)
    }
    return nil
  }

  /// What is left to run of a block, as long as nothing is found.
  private func block(from done: Int) -> ExplorationBlock {
    let number = done / Exploration.blockSize
    let first = number * Exploration.blockSize
    var plan = Exploration(.random(seed: Self.seed, count: count))
    plan.length = Self.length
    return ExplorationBlock(
      seed: Self.seed, number: number, programs: min(Exploration.blockSize, count - first),
      length: plan.length,
      letters: plan.alphabet.names, timeLimit: Int(Self.timeLimit / .milliseconds(1)), skipped: done - first,
      stopsAtFinding: true)
  }

  /// Looks whether a finding is seen again, on the mutant and not on the loop without a fault.
  private struct Check: ~Copyable {
    private var mutant: BackendRunner
    private var faultless: BackendRunner

    init(_ mutant: WorkerProgram, _ faultless: WorkerProgram, _ timeLimit: Duration) throws(SuiteError) {
      let runner = try BackendRunner(mutant, timeLimit)
      self.faultless = try BackendRunner(faultless, timeLimit)
      self.mutant = runner
    }

    mutating func isOfTheMutant(_ finding: Finding) throws(SuiteError) -> Bool {
      guard let scenario = try? finding.scenario(id: "program") else { return false }
      guard Symptom(scenario, try mutant.run(scenario)) != nil else { return false }
      return Symptom(scenario, try faultless.run(scenario)) == nil
    }
  }
}
