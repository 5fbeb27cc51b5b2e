internal import EventLoopAPI

/// One descriptor's waits, and what the loop was told of it.
struct Watch {
  /// A task that waits.
  struct Waiter {
    let number: Request.Number
    let outcome: Request.Outcome
  }

  /// The loop's name of the descriptor, nil while it is not registered.
  var token: Token?

  /// What the loop was asked to tell, which may be more than anybody awaits.
  var interest: Interest = []

  /// Whether the kernel is still to confirm the registration, as a wait relies on one from before.
  var isUnconfirmed = false

  var reader: Waiter?
  var writer: Waiter?

  /// What is awaited.
  var awaited: Interest {
    var interest: Interest = []
    if reader != nil { interest.insert(.readable) }
    if writer != nil { interest.insert(.writable) }
    return interest
  }

  subscript(direction: WaitDirection) -> Waiter? {
    get {
      switch direction {
      case .reading: reader
      case .writing: writer
      }
    }
    set {
      switch direction {
      case .reading: reader = newValue
      case .writing: writer = newValue
      }
    }
  }

  /// Ends the wait in one direction, if there is one; returns whether there was.
  mutating func resume(_ direction: WaitDirection, _ result: Result<Readiness, AsyncLoopError>) -> Bool {
    guard let waiter = self[direction] else { return false }
    self[direction] = nil
    waiter.outcome.resume(returning: result)
    return true
  }

  /// Ends the waits in both directions.
  mutating func resumeBoth(_ result: Result<Readiness, AsyncLoopError>) {
    _ = resume(.reading, result)
    _ = resume(.writing, result)
  }
}
