internal import Dispatch
internal import Synchronization

extension Suite {
  /// How far the mutants are examined.
  public struct MutationProgress: Sendable {
    /// The mutant that was examined last.
    public var mutant: String

    /// The mutants that have been examined.
    public var done: Int

    /// The mutants that there are.
    public var total: Int
  }

  /// Runs scenarios on mutants, as many mutants at once as there are processors, until one catches each.
  ///
  /// The judge is that of ``run(_:on:progress:)``, without a ledger. Scenarios of the areas that are about a
  /// mutant come first, the others after them in the order given. A worker that dies or hangs is caught.
  ///
  /// - Parameters:
  ///   - mutants: the mutants.
  ///   - scenarios: the scenarios.
  ///   - isExhaustive: whether all scenarios are run on each mutant, so that its catches are counted.
  ///   - programs: how many of the programs that ``Exploration`` makes are run as well, until one catches it.
  ///   - progress: is told of each mutant that has been examined, by one thread at a time.
  /// - Throws: ``SuiteError`` if a mutant's worker cannot be started.
  public func examine(
    _ mutants: [Mutant], by scenarios: [Scenario], isExhaustive: Bool = false, programs: Int = 0,
    progress: @Sendable (MutationProgress) -> Void = { _ in }
  ) throws(SuiteError) -> MutationReport {
    let results = Mutex<[Int: Result<MutationReport.Entry, SuiteError>]>([:])
    // Each worker ends with the thread that has started it, which is within one iteration.
    DispatchQueue.concurrentPerform(iterations: mutants.count) { place in
      let result = Result { () throws(SuiteError) in
        var entry = try examine(mutants[place], by: scenarios, isExhaustive)
        if programs > 0 { entry.programs = try explore(mutants[place], programs) }
        return entry
      }
      results.withLock { results in
        results[place] = result
        progress(MutationProgress(mutant: mutants[place].id, done: results.count, total: mutants.count))
      }
    }
    let byPlace = results.withLock { $0 }
    var report = MutationReport(
      environment: .current(), isExhaustive: isExhaustive, programs: programs > 0 ? programs : nil,
      mutants: [])
    for place in mutants.indices {
      if let entry = try byPlace[place]?.get() { report.mutants.append(entry) }
    }
    return report
  }

  /// Runs scenarios on one mutant.
  private func examine(
    _ mutant: Mutant, by scenarios: [Scenario], _ isExhaustive: Bool
  ) throws(SuiteError) -> MutationReport.Entry {
    var entry = MutationReport.Entry(id: mutant.id, description: mutant.description)
    var runner = try BackendRunner(mutant.program, timeLimit)
    let judge = Judge(runner.description, Ledger([]))
    let near = mutant.areas.flatMap { area in scenarios.filter { $0.area == area } }
    let far = scenarios.filter { !mutant.areas.contains($0.area) }
    for scenario in near + far where judge.missingFeatures(for: scenario).isEmpty {
      let report = judge.judge(scenario, try runner.run(scenario))
      entry.scenarios += 1
      guard report.verdict.isFailure else { continue }
      entry.catches += 1
      if entry.caughtBy == nil {
        entry.caughtBy = MutationReport.Catch(
          scenario: scenario.id, verdict: report.verdict, differences: report.differences)
      }
      if !isExhaustive { break }
    }
    return entry
  }

  /// Runs generated programs on a mutant, and returns the number of the first that catches it, from 1.
  private func explore(_ mutant: Mutant, _ count: Int) throws(SuiteError) -> Int? {
    let plan = Exploration(.random(seed: 1, count: count))
    var runner = try BackendRunner(mutant.program, timeLimit)
    let judge = Judge(runner.description, Ledger([]))
    var session = try WorkerSession(mutant.program, .seconds(3600))
    var done = 0
    while done < count {
      let number = done / Exploration.blockSize
      let first = number * Exploration.blockSize
      let block = ExplorationBlock(
        seed: 1, number: number, programs: min(Exploration.blockSize, count - first), length: plan.length,
        letters: plan.alphabet.names, timeLimit: 400, skipped: done - first, stopsAtFinding: true)
      guard
        case .reply(let reply) = try session.ask(WorkerRequest.block(block), for: ExplorationBlockReply.self),
        reply.failure == nil
      else { throw .broken(backend: mutant.program.backend, reason: "it does not explore") }
      // What is not seen again was the machine's doing, not the mutant's.
      for finding in reply.findings.sorted(by: { $0.program < $1.program }) {
        guard let scenario = try? ScenarioParser.parse(finding.source, id: "program", file: "program") else {
          continue
        }
        if judge.judge(scenario, try runner.run(scenario)).verdict.isFailure {
          return first + finding.program + 1
        }
      }
      done = reply.findings.last.map { first + $0.program + 1 } ?? first + block.programs
    }
    return nil
  }
}
