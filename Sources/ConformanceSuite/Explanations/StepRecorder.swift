internal import EpollModel

/// Records what every step does to the model.
final class StepRecorder: StepWatcher {
  /// What one step did, with the model before and after it.
  struct Doing {
    var step: Int
    var outcome: Outcome
    var before: Snapshot
    var after: Snapshot

    /// What happened inside the model, without what steps within did.
    var entries: [JournalEntry] = []

    /// What it cost the instances, without what steps within did.
    var cost = StepCost()

    /// How many of the entries happened before another thread did something; nil if none did.
    var entriesBeforeSleep: Int?

    /// What a wait within this one's batch told of it.
    var toldWithin: [String] = []

    /// The steps that another thread did during a wait.
    var meanwhile: [Int] = []
  }

  private let objectNames: [String]
  private var latest: Snapshot

  /// What the model had counted when it was last looked at.
  private var counted = ModelStatistics()

  /// The steps that are being done, the innermost last.
  private var current: [Doing] = []

  /// The steps that were done, each behind those that were done in it.
  var done: [Doing] = []

  init(_ execution: ModelExecution, _ objectNames: [String]) {
    self.objectNames = objectNames
    latest = Snapshot(execution, objectNames, after: nil)
  }

  func willDo(_ step: Int, _ execution: inout ModelExecution, isMeanwhile: Bool) {
    take(from: &execution)
    if isMeanwhile, let outer = current.indices.last {
      current[outer].entriesBeforeSleep = current[outer].entriesBeforeSleep ?? current[outer].entries.count
      current[outer].meanwhile.append(step)
    }
    let before = look(at: execution)
    current.append(Doing(step: step, outcome: .done, before: before, after: before))
  }

  func didDo(_ step: Int, _ execution: inout ModelExecution) {
    take(from: &execution)
    guard var doing = current.popLast() else { return assertionFailure("a step that was not begun") }
    let (action, loop) = (execution.steps[step].action, execution.steps[step].loop.rawValue)
    doing.outcome = execution.outcome(of: step) ?? .done
    if doing.outcome == .done, !action.isWait { latest.loops[loop].note(action) }
    latest.loops[loop].forget(doing.outcome, of: action)
    if action.isWait, let outer = current.indices.last,
      execution.steps[current[outer].step].loop == execution.steps[step].loop
    {
      current[outer].toldWithin += doing.outcome.items
    }
    doing.after = look(at: execution)
    done.append(doing)
  }

  /// The model now.
  private func look(at execution: ModelExecution) -> Snapshot {
    latest = Snapshot(execution, objectNames, after: latest)
    return latest
  }

  /// Moves what the journal holds, and what was counted, to the step that it belongs to.
  private func take(from execution: inout ModelExecution) {
    let counts = execution.kernel.statistics
    if let innermost = current.indices.last {
      current[innermost].entries += execution.kernel.journal ?? []
      current[innermost].cost.add(counts, since: counted)
    }
    execution.kernel.journal = []
    counted = counts
  }
}
