internal import EpollModel

/// Makes a program that shows a disagreement as small as it can be.
struct Shrinker: ~Copyable {
  /// The most runs that one program is worth.
  private static var mostRuns: Int { 600 }

  /// The runs that were needed so far.
  private(set) var runs = 0

  private let timeLimit: Duration
  private var runner: BackendRunner

  /// Shrinks on a backend.
  ///
  /// - Parameter timeLimit: how long a program may take.
  /// - Throws: ``SuiteError`` if the backend's worker cannot be started.
  init(_ program: WorkerProgram, _ timeLimit: Duration) throws(SuiteError) {
    self.timeLimit = timeLimit
    runner = try BackendRunner(program, timeLimit, isSleepTheEnd: true)
  }

  /// What a program shows when it is run now; nil if the model allows it.
  mutating func symptom(
    of scenario: Scenario, expecting expected: Symptom? = nil
  ) throws(SuiteError) -> Symptom? {
    try run(scenario, expecting: expected).symptom
  }

  /// Runs a program.
  ///
  /// - Parameter expected: what it is expected to show: what ends its process is run in a child of the
  ///   worker, as to start another worker would take many times as long.
  mutating func run(
    _ scenario: Scenario, expecting expected: Symptom? = nil
  ) throws(SuiteError) -> (result: RunResult, symptom: Symptom?) {
    runs += 1
    var written = scenario
    written.source = scenario.text()
    let isFatal = expected.map { $0.step == nil } ?? false
    let result = try isFatal ? runner.runInChild(written, within: timeLimit) : runner.run(written)
    return (result, Symptom(scenario, result))
  }

  /// What tells programs apart.
  private struct Attempt: Hashable {
    var steps: [String]
    var batchCapacity: Int?

    init(_ scenario: Scenario) {
      steps = scenario.steps.map(\.written)
      batchCapacity = scenario.batchCapacity
    }
  }

  /// Shrinks a program until nothing can be taken away or lowered and the symptom stay, or until the time is
  /// over.
  mutating func shrink(
    _ scenario: Scenario, _ symptom: Symptom, until deadline: ContinuousClock.Instant? = nil
  ) throws(SuiteError) -> Scenario {
    var smallest = scenario
    let end = runs + Self.mostRuns
    var tried: Set<Attempt> = []
    // What comes after the difference mostly does not matter.
    if let step = symptom.step, let shorter = try shows(scenario.first(step + 1), symptom, &tried) {
      smallest = shorter
    }
    var place = 0
    var isSecondLook = !smallest.dependsOnTime
    search: while runs < end {
      let candidates = smallest.simplifications
      // What did not do before the last success will hardly do now: it comes last.
      place = min(place, candidates.count)
      for index in Array(place..<candidates.count) + Array(0..<place) {
        if let deadline, deadline <= .now { break search }
        guard let smaller = try shows(candidates[index], symptom, &tried) else { continue }
        smallest = smaller
        place = index
        continue search
      }
      // On a busy machine a timer may have been due by chance.
      guard !isSecondLook else { break }
      isSecondLook = true
      tried = []
    }
    return smallest.renamed
  }
}

extension Shrinker {
  /// The program, if it has not been tried yet and shows the symptom.
  private mutating func shows(
    _ candidate: Scenario, _ symptom: Symptom, _ tried: inout Set<Attempt>
  ) throws(SuiteError) -> Scenario? {
    guard tried.insert(Attempt(candidate)).inserted, !candidate.isEndless, !candidate.isRace,
      try self.symptom(of: candidate, expecting: symptom) == symptom
    else { return nil }
    return candidate
  }
}

extension Scenario {
  /// The scenario as far as some step.
  fileprivate func first(_ count: Int) -> Scenario {
    var copy = self
    copy.steps = Array(steps.prefix(count))
    return copy
  }

  /// Whether it has timers, or a wait with a limit.
  fileprivate var dependsOnTime: Bool {
    steps.contains { step in
      switch step.action {
      case .schedule, .wait(.microseconds): true
      default: false
      }
    }
  }

  /// Whether a wait's limit may pass before another thread has done its step.
  var isRace: Bool {
    steps.contains { $0.moment == .meanwhile }
      && steps.contains { if case .wait(.microseconds) = $0.action { true } else { false } }
  }

  /// Whether some wait without limit need not end, on the model or on another backend.
  var isEndless: Bool {
    var empty = self
    empty.steps = []
    var execution = ModelExecution(empty, hasSecondLoop: hasSecondLoop)
    for step in steps {
      let begin = execution.kernel.now
      execution.append(step)
      if step.action.isLongWait, !execution.mustEndLastWait(on: step.loop, begunAt: begin) { return true }
    }
    return false
  }
}
