internal import Foundation

/// The built programs of the comparison, in one directory.
public struct ProgramSet: Sendable {
  private let directory: String

  /// Takes the programs from a directory, or from that of the running program.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if any of `implementations` is not there.
  public init(directory: String?, implementations: [Implementation]) throws {
    let own = Bundle.main.executableURL?.deletingLastPathComponent().path
    self.directory = directory ?? own ?? "."
    for program in implementations.map(\.program) where !contains(program) {
      throw MeasuringError.missing(
        path(program), remedy: "`make cost` and `make bench` install what they need and build it")
    }
  }

  /// Whether a program is there.
  public func contains(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path(program))
  }

  /// The path of a program.
  public func path(_ program: String) -> String {
    "\(directory)/\(program)"
  }

  /// The command that gives an implementation's program a workload, or another word that it knows.
  public func command(_ implementation: Implementation, _ arguments: [String]) -> ProgramCommand {
    var words = arguments
    if let first = words.first { words[0] = implementation.name(of: first) }
    return command(implementation.program, implementation.leadingArguments + words)
  }

  /// The command that runs one of the programs.
  public func command(_ program: String, _ arguments: [String]) -> ProgramCommand {
    ProgramCommand(path: path(program), arguments: arguments)
  }

  /// What a program says of its version.
  public func version(of implementation: Implementation) throws -> String {
    let output = try Command.run(
      command(implementation.program, implementation.leadingArguments + ["version"])
    ).output
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a program and returns what it has timed of each of `operations`, in their order.
  public func timings(_ command: ProgramCommand, of operations: [String]) throws -> [Timing] {
    let output = try Command.run(command).output
    let timings = Timing.all(in: output) ?? []
    let wanted = operations.compactMap { operation in timings.first { $0.operation == operation } }
    guard wanted.count == operations.count else {
      throw MeasuringError.unreadable(command: "\(command)", output: output)
    }
    return wanted
  }
}
