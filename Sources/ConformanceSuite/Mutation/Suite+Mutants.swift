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

  /// Runs scenarios, of files and of loops in Swift, on mutants, as many mutants at once as there are
  /// processors, until one catches each.
  ///
  /// The judge is that of ``Suite/run(_:on:progress:)-(CatalogueSelection,_,_)``, without a ledger. Scenarios
  /// of the areas that are about a mutant come first, the others after them in the order given. A worker that
  /// dies or hangs is caught.
  ///
  /// - Parameters:
  ///   - mutants: the mutants.
  ///   - selection: the scenarios; those of the kernel's own calls say nothing of a loop, and are left out.
  ///   - isExhaustive: whether all scenarios are run on each mutant, so that its catches are counted.
  ///   - exploration: which generated programs are run on each mutant as well, until one catches it.
  ///   - progress: is told of each mutant that has been examined, by one thread at a time.
  /// - Throws: ``SuiteError`` if a mutant's worker cannot be started.
  public func examine(
    _ mutants: [Mutant], by selection: CatalogueSelection, isExhaustive: Bool = false,
    exploration: MutantExploration? = nil,
    progress: @Sendable (MutationProgress) -> Void = { _ in }
  ) throws(SuiteError) -> MutationReport {
    // The threads for it need descriptors too, and do without by a trap.
    if let first = mutants.first { try DescriptorLimit.raise(for: first.program) }
    let results = Mutex<[Int: Result<MutationReport.Entry, SuiteError>]>([:])
    // Each worker ends with the thread that has started it, which is within one iteration.
    DispatchQueue.concurrentPerform(iterations: mutants.count) { place in
      let result = Result { () throws(SuiteError) in
        var entry = try examine(mutants[place], by: selection, isExhaustive)
        if !entry.isBeyondPrograms {
          entry.programs = try exploration?.firstCatch(of: mutants[place].program)
        }
        return entry
      }
      results.withLock { results in
        results[place] = result
        progress(MutationProgress(mutant: mutants[place].id, done: results.count, total: mutants.count))
      }
    }
    let byPlace = results.withLock { $0 }
    var report = MutationReport(
      environment: .current(), isExhaustive: isExhaustive, programs: exploration?.count, mutants: [])
    for place in mutants.indices {
      if let entry = try byPlace[place]?.get() { report.mutants.append(entry) }
    }
    return report
  }

  /// Runs scenarios on one mutant.
  private func examine(
    _ mutant: Mutant, by selection: CatalogueSelection, _ isExhaustive: Bool
  ) throws(SuiteError) -> MutationReport.Entry {
    var entry = MutationReport.Entry(id: mutant.id, description: mutant.description)
    entry.isBeyondPrograms = mutant.isBeyondPrograms
    var runner = try BackendRunner(mutant.program, timeLimit)
    let judge = Judge(runner.description, Ledger([]))
    for attempt in Attempt.all(of: selection, firstIn: mutant.areas) {
      guard let report = try attempt.run(on: &runner, judge) else { continue }
      entry.scenarios += 1
      guard report.verdict.isFailure else { continue }
      entry.catches += 1
      if entry.caughtBy == nil {
        entry.caughtBy = MutationReport.Catch(
          scenario: report.scenario, verdict: report.verdict, differences: report.differences)
      }
      if !isExhaustive { break }
    }
    return entry
  }
}
