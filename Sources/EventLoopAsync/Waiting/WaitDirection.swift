internal import EventLoopAPI

/// What a task waits for: each descriptor can be waited for once in each direction.
public enum WaitDirection: Hashable, Sendable, BitwiseCopyable {
  /// Until there is something to read, or the end of it.
  case reading

  /// Until there is room to write.
  case writing

  /// What the loop is asked to tell.
  var interest: Interest {
    switch self {
    case .reading: .readable
    case .writing: .writable
    }
  }
}
