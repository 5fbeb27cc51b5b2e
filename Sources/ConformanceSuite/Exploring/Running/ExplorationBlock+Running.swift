internal import EventLoopAPI

extension ExplorationBlock {
  /// How many programs are made before they are run: few enough for a child to be forked quickly.
  private static var portion: Int { 500 }

  /// Makes the programs and runs them on a backend.
  ///
  /// - Throws: `LoopError` of operation `create` if the backend makes no loop, `ErrorCode` if no child can be forked.
  func run(on backend: Backend) throws -> ExplorationBlockReply {
    let alphabet = Alphabet(names: letters) ?? .all
    var generator = ProgramGenerator(seed: seed, block: number, alphabet: alphabet, length: length)
    let runner = try ForkedRunner(backend, timeLimit: .milliseconds(timeLimit))
    var reply = ExplorationBlockReply()
    var made = 0
    while made < programs {
      let portion = (0..<min(Self.portion, programs - made)).map { _ in generator.next() }
      reply.findings += try runner.run(portion, from: made)
      made += portion.count
    }
    reply.coverage = generator.coverage
    return reply
  }
}
