public import EventLoopAPI

/// Why a wait on an ``AsyncEventLoop`` did not come to its end.
public enum AsyncLoopError: Error, Hashable, Sendable {
  /// The task was cancelled, before the wait or during it.
  case cancelled

  /// Another task waits for the same direction of the same descriptor already; its wait goes on.
  case busy

  /// The descriptor was given up by ``AsyncEventLoop/forget(_:)`` or ``AsyncEventLoop/close(_:)`` during the
  /// wait.
  case forgotten

  /// The loop was shut down, before the wait or during it.
  case shutDown

  /// The loop refused to watch the descriptor or to schedule the sleep, with the reason that its `register`
  /// or `schedule` gives: `EBADF` if the descriptor is not open, `EPERM` for a regular file.
  case refused(LoopError)

  /// The loop itself could not go on, before the wait or during it: its own `wait` was refused.
  case failed(LoopError)

  /// The call of an ``AsyncSocket`` was refused by the kernel: read(2), write(2), accept(2) or fcntl(2).
  case transfer(ErrorCode)
}

extension AsyncLoopError: CustomStringConvertible {
  /// The case in words, with the reason where there is one, such as `refused: register: EPERM`.
  public var description: String {
    switch self {
    case .cancelled: "cancelled"
    case .busy: "another task waits for this already"
    case .forgotten: "the descriptor was forgotten"
    case .shutDown: "the loop was shut down"
    case .refused(let error): "refused: \(error)"
    case .failed(let error): "the loop failed: \(error)"
    case .transfer(let code): "transfer: \(code)"
    }
  }
}
