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
    for implementation in implementations
    where !FileManager.default.isExecutableFile(atPath: path(of: implementation)) {
      throw MeasuringError.missing(
        path(of: implementation), remedy: "`make cost` installs what it needs and builds it")
    }
  }

  func path(of implementation: Implementation) -> String {
    "\(directory)/\(implementation.program)"
  }

  /// What a program says of its version.
  public func version(of implementation: Implementation) throws -> String {
    let arguments = implementation.leadingArguments + ["version"]
    let output = try Command.run(path(of: implementation), arguments).output
    return output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a workload and returns the nanoseconds that each of `operations` took, in their order.
  public func time(
    _ operations: [String], of workload: Workload, on implementation: Implementation, length: Int
  ) throws -> [Double] {
    let arguments = implementation.leadingArguments + workload.arguments(length: length)
    let output = try Command.run(path(of: implementation), arguments).output
    let timings = Timing.all(in: output) ?? []
    let nanoseconds = operations.compactMap { operation in
      timings.first { $0.operation == operation }?.nanosecondsPerOperation
    }
    guard nanoseconds.count == operations.count else {
      let command = ([implementation.program] + arguments).joined(separator: " ")
      throw MeasuringError.unreadable(command: command, output: output)
    }
    return nanoseconds
  }
}
