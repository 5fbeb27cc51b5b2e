internal import EventLoopAPI
internal import Synchronization

/// A running campaign, which its threads share: each takes a block, has its worker run it, and looks into what was
/// found.
final class Campaign: Sendable {
  let plan: Exploration
  let program: WorkerProgram
  let description: Backend.Description
  let declarations: Declarations

  /// The numbers of the blocks of this part of the campaign.
  let blocks: [Int]

  private let alphabet: Alphabet
  private let start = ContinuousClock.now
  private let progress: @Sendable (Exploration.Progress) -> Void
  private let state = Mutex(State())

  /// What was found so far.
  struct State {
    var nextBlock = 0
    var programs = 0
    var coverage = ExplorationCoverage()
    var groups: [DisagreementGroup] = []
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
    let count = (plan.programs + Exploration.blockSize - 1) / Exploration.blockSize
    blocks = (0..<count).filter { $0 % plan.shard.count == plan.shard.index }
  }

  /// A thread's part: runs blocks until there are no more.
  func work() {
    do throws(SuiteError) {
      // A block takes as long as its programs, each of which has its own limit.
      var session = try WorkerSession(program, .seconds(3600))
      var inspector = try Inspector(self)
      while let number = takeBlock() {
        let block = block(number)
        let reply = try Self.run(block, in: &session, program.backend)
        for finding in reply.findings { try inspector.inspect(finding, of: block) }
        finish(block, reply)
      }
    } catch {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  private func takeBlock() -> Int? {
    if let budget = plan.budget, ContinuousClock.now - start > budget { return nil }
    return state.withLock { state in
      guard state.failure == nil, state.nextBlock < blocks.count else { return nil }
      defer { state.nextBlock += 1 }
      return blocks[state.nextBlock]
    }
  }

  private func block(_ number: Int) -> ExplorationBlock {
    let first = number * Exploration.blockSize
    return ExplorationBlock(
      seed: plan.seed, number: number, programs: min(Exploration.blockSize, plan.programs - first),
      length: plan.length, letters: alphabet.names, timeLimit: Int(plan.timeLimit / .milliseconds(1)))
  }

  private static func run(
    _ block: ExplorationBlock, in session: inout WorkerSession, _ backend: String
  ) throws(SuiteError) -> ExplorationBlockReply {
    switch try session.ask(WorkerRequest.block(block), for: ExplorationBlockReply.self) {
    case .died(let cause, let complaint):
      throw .broken(backend: backend, reason: "block \(block.number): \(cause) \(complaint)")
    case .timedOut: throw .broken(backend: backend, reason: "block \(block.number) does not end")
    case .reply(let reply):
      if let failure = reply.failure { throw .broken(backend: backend, reason: failure) }
      return reply
    }
  }

  private func finish(_ block: ExplorationBlock, _ reply: ExplorationBlockReply) {
    let progress = state.withLock { state in
      state.programs += block.programs
      state.coverage.formUnion(reply.coverage)
      return Exploration.Progress(
        done: state.programs, total: blocks.reduce(0) { $0 + self.block($1).programs },
        states: state.coverage.states.count, groups: state.groups.count,
        elapsed: ContinuousClock.now - start)
    }
    self.progress(progress)
  }
}

extension Campaign {
  /// Counts a finding to the group that it belongs to, if that is known.
  func count(_ symptom: Symptom, _ scenario: Scenario) -> Bool {
    let groups = state.withLock { $0.groups }
    let place = groups.firstIndex { group in
      group.symptom == symptom.text && Embedding.exists(of: group.minimal, in: scenario)
    }
    guard let place else { return false }
    state.withLock { $0.groups[place].count += 1 }
    return true
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
      environment: .current(), backend: BackendReport(program.backend, description), seed: plan.seed,
      length: plan.length, alphabet: alphabet.names, programs: state.programs, coverage: state.coverage,
      groups: state.groups.sorted { ($0.count, $1.program) > ($1.count, $0.program) },
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}
