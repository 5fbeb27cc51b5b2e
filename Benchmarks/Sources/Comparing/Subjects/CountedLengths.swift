/// Two lengths of a run: what is counted in the longer and not in the shorter is what the operations between
/// them cost.
public struct CountedLengths: Hashable, Sendable {
  /// The operations of the shorter run.
  public let short: Int

  /// The operations of the longer run.
  public let long: Int

  /// Whether the instructions are the same on each run as well, and not only the system calls.
  public var hasInstructions = true
}
