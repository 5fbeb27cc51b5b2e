internal import EventLoopAPI
internal import Synchronization

/// A running campaign, which its threads share: each has a worker run programs, and looks into what was
/// found.
final class Campaign: Sendable {
  let plan: Exploration
  let program: WorkerProgram
  let description: Backend.Description
  let declarations: Declarations
  let alphabet: Alphabet

  private let start = ContinuousClock.now
  private let progress: @Sendable (Exploration.Progress) -> Void
  private let state = Mutex(State())

  /// What was found so far.
  struct State {
    var nextBlock = 0
    var programs = 0
    var coverage = ExplorationCoverage()
    /// What each worker has counted in an exhaustive search.
    var counts: [Int: ExhaustiveSearch.Counts] = [:]
    var groups: [DisagreementGroup] = []
    /// Programs that disagree, for which there was no time to look into them.
    var uninspected = 0
    var failure: SuiteError?
  }

  init(
    _ plan: Exploration, _ program: WorkerProgram, _ description: Backend.Description,
    _ declarations: Declarations, _ progress: @escaping @Sendable (Exploration.Progress) -> Void
  ) {
    self.plan = plan
    self.program = program
    self.description = description
    self.declarations = declarations
    self.progress = progress
    alphabet = plan.alphabet.supported(by: description.capabilities)
  }

  /// How many threads there are, each with a worker.
  var threads: Int {
    switch plan.programs {
    case .random(_, let count): max(1, min(plan.workers, Exploration.parts(of: count)))
    // Each worker looks at all programs, so more of them than cores would be no gain.
    case .exhaustive: max(1, plan.workers / Exploration.workersPerCore)
    }
  }

  /// A thread's part.
  func work(_ index: Int) {
    do throws(SuiteError) {
      // A request takes as long as its programs, each of which has its own limit.
      var session = try WorkerSession(program, .seconds(3600))
      var inspector = try Inspector(self)
      switch plan.programs {
      case .random(let seed, let count): try runBlocks(seed, count, &session, &inspector)
      case .exhaustive: try search(index, &session, &inspector)
      }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  /// After which nothing more is begun; nil if the campaign may take its time.
  var deadline: ContinuousClock.Instant? { plan.budget.map { start + $0 } }

  /// Whether nothing more is to be begun.
  var isOver: Bool {
    if let deadline, deadline <= .now { return true }
    return state.withLock { $0.failure != nil }
  }

  private func ask<Reply: Decodable>(
    _ request: WorkerRequest, in session: inout WorkerSession, for type: Reply.Type
  ) throws(SuiteError) -> Reply {
    switch try session.ask(request, for: type) {
    case .reply(let reply): return reply
    case .died(let cause, let complaint):
      throw .broken(backend: program.backend, reason: "it ended with \(cause) \(complaint)")
    case .timedOut: throw .broken(backend: program.backend, reason: "it does not answer")
    }
  }
}

/// Random programs.
extension Campaign {
  /// Runs blocks until there are no more.
  private func runBlocks(
    _ seed: UInt64, _ count: Int, _ session: inout WorkerSession, _ inspector: inout Inspector
  ) throws(SuiteError) {
    while let number = takeBlock(of: Exploration.parts(of: count)) {
      let block = ExplorationBlock(
        seed: seed, number: number,
        programs: min(Exploration.blockSize, count - number * Exploration.blockSize), length: plan.length,
        letters: alphabet.names, timeLimit: Int(plan.timeLimit / .milliseconds(1)),
        deadline: deadline)
      let reply = try ask(.block(block), in: &session, for: ExplorationBlockReply.self)
      if let failure = reply.failure { throw .broken(backend: program.backend, reason: failure) }
      for finding in reply.findings {
        try inspector.inspect(finding, number * Exploration.blockSize + finding.program)
      }
      state.withLock { state in
        state.programs += reply.programs
        state.coverage.formUnion(reply.coverage)
      }
      tell()
    }
  }

  private func takeBlock(of count: Int) -> Int? {
    guard !isOver else { return nil }
    return state.withLock { state in
      let number = state.nextBlock * plan.shard.count + plan.shard.index
      guard number < count else { return nil }
      state.nextBlock += 1
      return number
    }
  }

  /// How many programs this part of the campaign has; nil if that is not known before.
  private var total: Int? {
    guard case .random(_, let count) = plan.programs else { return nil }
    let numbers = stride(from: plan.shard.index, to: Exploration.parts(of: count), by: plan.shard.count)
    return numbers.reduce(0) { $0 + min(Exploration.blockSize, count - $1 * Exploration.blockSize) }
  }

  private func tell() {
    let progress = state.withLock { state in
      Exploration.Progress(
        done: state.programs, total: total,
        states: state.counts.values.map(\.states).max() ?? state.coverage.states.count,
        groups: state.groups.count, elapsed: ContinuousClock.now - start)
    }
    self.progress(progress)
  }
}

/// All programs.
extension Campaign {
  private func search(
    _ index: Int, _ session: inout WorkerSession, _ inspector: inout Inspector
  ) throws(SuiteError) {
    let part = ExhaustivePart(
      depth: plan.length, letters: alphabet.names, index: plan.shard.index * threads + index,
      count: plan.shard.count * threads, timeLimit: Int(plan.timeLimit / .milliseconds(1)),
      deadline: deadline)
    var isFinished = false
    while !isFinished, !isOver {
      let reply = try ask(.part(part), in: &session, for: ExhaustivePartReply.self)
      if let failure = reply.failure { throw .broken(backend: program.backend, reason: failure) }
      for finding in reply.findings { try inspector.inspect(finding, finding.program) }
      state.withLock { state in
        state.coverage.formUnion(reply.coverage)
        state.counts[index] = reply.counts
        state.programs = state.counts.values.reduce(0) { $0 + $1.run }
      }
      isFinished = reply.isFinished
      tell()
    }
  }
}

extension Campaign {
  /// Counts a finding to the group that it belongs to, if that is known.
  func count(_ symptom: Symptom, _ scenario: Scenario) -> Bool {
    let groups = state.withLock { $0.groups }
    let place = groups.firstIndex { group in
      group.symptom == symptom && Embedding.exists(of: group.minimal, in: scenario)
    }
    guard let place else { return false }
    state.withLock { $0.groups[place].count += 1 }
    return true
  }

  /// Counts a finding that nobody has time to look into.
  func countUninspected() {
    state.withLock { $0.uninspected += 1 }
  }

  /// Adds a group, or counts to it if another thread was faster.
  func add(_ group: DisagreementGroup) {
    state.withLock { state in
      let place = state.groups.firstIndex {
        $0.symptom == group.symptom && $0.minimal.steps.map(\.written) == group.minimal.steps.map(\.written)
      }
      if let place {
        state.groups[place].count += 1
      } else {
        state.groups.append(group)
      }
    }
  }

  /// What came of it, once all threads have ended.
  func report() throws(SuiteError) -> ExplorationReport {
    let state = state.withLock { $0 }
    if let failure = state.failure { throw failure }
    return ExplorationReport(
      plan, on: BackendReport(program.backend, description), alphabet: alphabet.names, state,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}
