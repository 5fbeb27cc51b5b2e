import Measuring

extension ProgramSet {
  /// The command that runs a subject on an implementation.
  ///
  /// - Parameter latencies: Where a load of connections writes how long each answer took; `-` for nowhere.
  func command(
    for subject: Subject, on implementation: Implementation, length: Int, latencies: String
  ) -> ProgramCommand {
    switch subject {
    case .workload(let workload):
      return command(implementation, workload.arguments(length: length))
    case .echo(let connections, let bytes):
      let server = command(implementation, ["echo"])
      let numbers = [connections, bytes, length].map(String.init)
      return command("echo-load", numbers + [latencies, server.path] + server.arguments)
    case .process:
      return command("repeat-process", [String(length), path(implementation.firstEventProgram)])
    }
  }
}
