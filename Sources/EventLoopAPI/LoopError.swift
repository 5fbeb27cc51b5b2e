/// A refusal: which operation of a loop was refused, and why.
public struct LoopError: Error, Hashable, Sendable {
  /// The operations of a loop that can be refused.
  public enum Operation: String, Hashable, Sendable {
    /// Making a loop.
    case create

    /// Registering a descriptor.
    case register

    /// Modifying a registration.
    case modify

    /// Ending a registration.
    case deregister

    /// Scheduling a timer.
    case schedule

    /// Collecting a batch.
    case wait
  }

  /// The operation that was refused; the loop is as it was before it.
  public var operation: Operation

  /// The reason.
  public var code: ErrorCode

  /// Makes an error from its parts.
  @inlinable
  public init(_ operation: Operation, _ code: ErrorCode) {
    self.operation = operation
    self.code = code
  }
}

extension LoopError: CustomStringConvertible {
  /// The operation and the name of the error, such as `register: EEXIST`.
  public var description: String { "\(operation.rawValue): \(code.description)" }
}
