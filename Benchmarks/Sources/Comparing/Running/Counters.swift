import Measuring

/// The tools that count what an operation costs, whatever else the machine does.
public struct Counters {
  private let callgrind: Callgrind
  private let strace: Strace

  /// What the tools say of their versions.
  public var versions: [String] { [callgrind.version, strace.version] }

  /// Finds the tools.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if one of them is not there.
  public init() throws {
    callgrind = try Callgrind()
    strace = try Strace()
  }

  /// Counts the instructions, where one thread does all and so the same on each run, and the system calls of
  /// one operation.
  ///
  /// - Parameter command: The command of a run of so many operations; a tool, if there is one, is to run what
  ///   is counted.
  func count(
    _ implementation: Implementation, _ lengths: CountedLengths,
    _ command: (_ length: Int, _ tool: ProgramCommand?) -> ProgramCommand
  ) throws -> OperationCounts {
    let hasInstructions = lengths.hasInstructions && !implementation.isSeveralThreads
    // SwiftNIO's counts differ by a quarter of a percent from run to run.
    return OperationCounts(
      implementation: implementation,
      instructions: hasInstructions
        ? try callgrind.instructionsPerOperation(
          command(lengths.short, nil), command(lengths.long, nil),
          operations: lengths.long - lengths.short, tolerance: 0.02)
        : nil,
      systemCalls: try strace.callsPerOperation(from: lengths.short, to: lengths.long, command))
  }
}
