internal import EventLoopAPI

extension ExplorationBlock {
  /// How many programs are made before they are run: few enough for a child to be forked quickly.
  ///
  /// Fewer still where the first finding is to be the last, as those of a portion are all run.
  private var portion: Int { stopsAtFinding ? 25 : 1000 }

  /// Makes the programs and runs them on a backend.
  ///
  /// - Throws: `LoopError` of operation `create` if the backend makes no loop, `ErrorCode` if no child can be
  ///   forked.
  func run(on backend: Backend) throws -> ExplorationBlockReply {
    let alphabet = Alphabet(names: letters) ?? .all
    var generator = ProgramGenerator(seed: seed, block: number, alphabet: alphabet, length: length)
    let runner = try ForkedRunner(backend, timeLimit: .milliseconds(timeLimit))
    var reply = ExplorationBlockReply()
    for _ in 0..<skipped { _ = generator.next() }
    var made = skipped
    while made < programs, !stopsAtFinding || reply.findings.isEmpty {
      let portion = (0..<min(portion, programs - made)).map { _ in generator.next() }
      let (findings, count) = try runner.run(portion, from: made, until: deadline)
      reply.findings += findings
      reply.programs += count
      guard count == portion.count else { break }
      made += count
    }
    reply.coverage = generator.coverage
    return reply
  }
}
