import Measuring

extension ProgramSet {
  /// The command that runs a subject on an implementation.
  ///
  /// - Parameters:
  ///   - latencies: Where a load of connections writes how long each answer took; `-` for nowhere.
  ///   - tool: What is to run the implementation's program: of a load and a server, the server.
  func command(
    for subject: Subject, on implementation: Implementation, length: Int, latencies: String,
    tool: ProgramCommand? = nil
  ) -> ProgramCommand {
    func measured(_ command: ProgramCommand) -> ProgramCommand {
      tool.map { command.run(by: $0) } ?? command
    }
    switch subject {
    case .workload(let workload):
      return measured(command(implementation, workload.arguments(length: length)))
    case .echo(let connections, let bytes):
      let server = measured(command(implementation, ["echo"]))
      let numbers = [connections, bytes, length].map(String.init)
      return command("echo-load", numbers + [latencies, server.path] + server.arguments)
    case .process:
      return measured(
        command("repeat-process", [String(length), path(implementation.firstEventProgram)]))
    }
  }
}
