internal import EventLoopAPI

/// What an attempt to decide a claim has done and seen.
struct ClaimLog {
  private(set) var evidence: [ClaimEvidence] = []
  private var conditions: [ClaimEvidence.Condition] = []

  /// Writes down what was done to prepare the rest.
  mutating func did(_ done: String) {
    record(done, "done", [], nil)
  }

  /// Writes down what was observed, and what the claim says of it.
  mutating func see(_ done: String, _ observed: String, claimed: String, measured: String? = nil) {
    record(done, observed, [claimed], measured)
  }

  /// Writes down what was observed, and all that the claim allows.
  mutating func see(_ done: String, _ observed: String, claimed: [String], measured: String? = nil) {
    precondition(!claimed.isEmpty, "a claim that says nothing")
    record(done, observed, claimed, measured)
  }

  /// Writes down what was observed of which the claim says nothing, but which explains the rest.
  mutating func note(_ done: String, _ observed: String, measured: String? = nil) {
    record(done, observed, [], measured)
  }

  /// Does something under a condition that the outcome may depend on.
  mutating func given<Failure: Error>(
    _ factor: String, _ value: String, _ body: (inout ClaimLog) throws(Failure) -> Void
  ) throws(Failure) {
    conditions.append(ClaimEvidence.Condition(factor: factor, value: value))
    defer { conditions.removeLast() }
    try body(&self)
  }

  private mutating func record(_ done: String, _ observed: String, _ claimed: [String], _ measured: String?) {
    evidence.append(
      ClaimEvidence(
        conditions: conditions, done: done, claimed: claimed, observed: observed, measured: measured))
  }
}

extension ClaimLog {
  /// Does steps of the scenario language on a bare epoll instance; `->` says what is claimed.
  ///
  /// A step without an expectation prepares the others.
  ///
  /// - Throws: ``ClaimObstacle`` if such a step is refused.
  mutating func perform(_ steps: String) throws {
    let source = "purpose A claim.\ncites law:claims\n\(steps)"
    let scenario = try ScenarioParser.parse(source, id: "claim", file: "a claim")
    let outcomes = try Backend(KernelWitness.name, KernelWitness.self).run(scenario)
    for (step, outcome) in zip(scenario.steps, outcomes) {
      guard let outcome else { throw ClaimObstacle("\(step.text): not done") }
      // Where nothing is written, the parser expects that a step is done.
      guard !step.expected.isEmpty, step.expected != [.done] else {
        guard step.action.isQuestion || outcome == .done else {
          throw ClaimObstacle("\(step.text): \(outcome)")
        }
        note(Self.words(step), outcome.description)
        continue
      }
      // The order of reports is nobody's claim.
      let same = step.expected.first { outcome == $0 || outcome.isReordering(of: $0) }
      see(Self.words(step), (same ?? outcome).description, claimed: step.expected.map(\.description))
    }
  }

  /// Does steps with each of several kinds of objects, of which the outcome may depend.
  ///
  /// - Throws: ``ClaimObstacle`` if a step that prepares the others is refused.
  mutating func perform(onEach kinds: [String], _ steps: (String) -> String) throws {
    for kind in kinds {
      try given("the kind of object", kind) { log in try log.perform(steps(kind)) }
    }
  }

  private static func words(_ step: Step) -> String {
    step.moment == .meanwhile ? "while the next wait sleeps: \(step.text)" : step.text
  }
}

extension ClaimLog {
  /// What a call leads to that may be refused: `done`, or the name of the error.
  static func outcome(_ body: () throws(ErrorCode) -> Void) -> String {
    do throws(ErrorCode) {
      try body()
      return "done"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}
