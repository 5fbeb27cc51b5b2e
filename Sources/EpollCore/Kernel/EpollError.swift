public import EventLoopAPI

/// A refusal of the kernel: which operation of an epoll instance was refused, and why.
public struct EpollError: Error, Hashable, Sendable {
  /// The operations of an epoll instance that can be refused.
  public enum Operation: Hashable, Sendable {
    /// Making an instance.
    case create

    /// Taking over an instance.
    case adopt

    /// Adding an entry to the interest list.
    case add

    /// Changing an entry of the interest list.
    case modify

    /// Removing an entry from the interest list.
    case remove

    /// Waiting for events.
    case wait

    /// Reading the interest list.
    case status
  }

  /// The operation that was refused; the instance is as it was before it.
  public var operation: Operation

  /// The reason.
  public var code: ErrorCode

  /// Makes an error from its parts.
  public init(_ operation: Operation, _ code: ErrorCode) {
    self.operation = operation
    self.code = code
  }
}

extension EpollError: CustomStringConvertible {
  /// The operation and the name of the error, such as `add: EEXIST`.
  public var description: String { "\(operation.description): \(code.description)" }
}

extension EpollError.Operation: CustomStringConvertible {
  /// The case's name.
  public var description: String {
    // No raw values: strings are compared by Unicode's tables, which Embedded Swift would have to carry.
    switch self {
    case .create: "create"
    case .adopt: "adopt"
    case .add: "add"
    case .modify: "modify"
    case .remove: "remove"
    case .wait: "wait"
    case .status: "status"
    }
  }
}
