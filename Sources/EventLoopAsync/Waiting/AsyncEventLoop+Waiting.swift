public import EventLoopAPI

extension AsyncEventLoop where Loop: ~Copyable {
  /// Waits until a descriptor can be read, or the other end is gone, or it has an error.
  ///
  /// It returns what is found of the descriptor, and at once if that is so already: a non-blocking read(2)
  /// that is tried first spares the wait. The descriptor stays the caller's; before it is closed the loop
  /// must ``forget(_:)`` it, or who waits for it may wait for ever. One task can wait to read a descriptor
  /// while another one waits to write it.
  ///
  /// - Throws: ``AsyncLoopError``: `cancelled`, `busy`, `forgotten`, `shutDown`, `refused` or `failed`.
  public nonisolated(nonsending) func readable(
    _ descriptor: CInt
  ) async throws(AsyncLoopError) -> Readiness {
    try await wait(for: .reading, of: descriptor)
  }

  /// Waits until a descriptor can be written, or the other end is gone, or it has an error.
  ///
  /// It is as ``readable(_:)`` in all else.
  ///
  /// - Throws: ``AsyncLoopError``, as ``readable(_:)`` does.
  public nonisolated(nonsending) func writable(
    _ descriptor: CInt
  ) async throws(AsyncLoopError) -> Readiness {
    try await wait(for: .writing, of: descriptor)
  }

  /// The readiness of a descriptor, as a sequence that tells again of what was not used up.
  public func readiness(
    of descriptor: CInt, for direction: WaitDirection
  ) -> ReadinessSequence<Loop> {
    ReadinessSequence(loop: self, descriptor: descriptor, direction: direction)
  }

  /// Waits for a direction of a descriptor, with what is known of the registration that an earlier wait made:
  /// whether it must be the descriptor's, and not that of one which was closed without `forget`.
  nonisolated(nonsending) func wait(
    for direction: WaitDirection, of descriptor: CInt, isConfirmed: Bool = false
  ) async throws(AsyncLoopError) -> Readiness {
    let number = nextNumber()
    return try await outcome(
      request: { .wait(number, descriptor, direction, isConfirmed: isConfirmed, $0) },
      cancellation: .cancelWait(number, descriptor, direction)
    ).get()
  }

  /// Makes a request and waits for its outcome; if the task is cancelled, makes the other one.
  nonisolated(nonsending) func outcome(
    request: (Request.Outcome) -> Request, cancellation: Request
  ) async -> Result<Readiness, AsyncLoopError> {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { outcome in
        perform(request(outcome))
        // A cancellation that came before the request has found nothing to end.
        if Task.isCancelled { perform(cancellation) }
      }
    } onCancel: {
      perform(cancellation)
    }
  }
}

extension AsyncEventLoop where Loop: ~Copyable {
  func wait(
    _ number: Request.Number, _ descriptor: CInt, _ direction: WaitDirection, isConfirmed: Bool,
    _ outcome: Request.Outcome
  ) {
    do throws(AsyncLoopError) {
      if let ending { throw ending }
      if watches.indices.contains(Int(descriptor)), watches[Int(descriptor)][direction] != nil { throw .busy }
      try watch(descriptor, for: direction.interest, isConfirmed: isConfirmed)
      watches[Int(descriptor)][direction] = Watch.Waiter(number: number, outcome: outcome)
    } catch {
      outcome.resume(returning: .failure(error))
    }
  }

  /// Ends a wait; false if there is none of this number.
  func cancelWait(_ number: Request.Number, _ descriptor: CInt, _ direction: WaitDirection) -> Bool {
    let index = Int(descriptor)
    guard watches.indices.contains(index), watches[index][direction]?.number == number else { return false }
    return watches[index].resume(direction, .failure(.cancelled))
  }
}
