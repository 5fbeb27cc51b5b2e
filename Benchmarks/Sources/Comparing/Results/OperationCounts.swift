public import Measuring

/// What one operation costs that is the same on each run.
public struct OperationCounts: Hashable, Codable, Sendable {
  /// Whose operation it is.
  public let implementation: Implementation

  /// The instructions in user space; nil where threads wait for each other, which takes as many as it happens
  /// to.
  public let instructions: Double?

  /// The system calls.
  public let systemCalls: Double
}
