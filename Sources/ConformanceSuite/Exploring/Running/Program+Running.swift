internal import EventLoopAPI

extension Program {
  /// Runs a program that is given as a scenario's text, in a child.
  static func reply(to source: String, on backend: Backend, within limit: Duration) -> ExplorationBlockReply {
    do {
      let scenario = try Finding(program: 0, source: source).scenario(id: "program")
      let program = Program(scenario: scenario, predicted: Oracle().prediction(for: scenario))
      let (findings, count) = try ForkedRunner(backend, timeLimit: limit).run([program], from: 0)
      return ExplorationBlockReply(findings: findings, programs: count)
    } catch {
      return ExplorationBlockReply(failure: "\(error)")
    }
  }
}
