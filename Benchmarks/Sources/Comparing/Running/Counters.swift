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
  func count(
    _ implementation: Implementation, _ lengths: CountedLengths, _ command: (Int) -> ProgramCommand
  ) throws -> OperationCounts {
    let (short, long) = (command(lengths.short), command(lengths.long))
    let operations = lengths.long - lengths.short
    // SwiftNIO's counts differ by a quarter of a percent from run to run.
    return OperationCounts(
      implementation: implementation,
      instructions: implementation.isSeveralThreads || !lengths.hasInstructions
        ? nil
        : try callgrind.instructionsPerOperation(short, long, operations: operations, tolerance: 0.02),
      systemCalls: try strace.callsPerOperation(short, long, operations: operations))
  }
}
