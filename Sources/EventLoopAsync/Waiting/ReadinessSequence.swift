public import EventLoopAPI

/// The readiness of a descriptor, one element for each time that it is asked for and holds.
///
/// It is level-triggered: as long as what was told is not used up, the next element comes at once. It ends
/// when the descriptor is forgotten; everything else that ends a wait is thrown.
public struct ReadinessSequence<Loop: EventLoop & ~Copyable>: AsyncSequence, Sendable {
  let loop: AsyncEventLoop<Loop>
  let descriptor: CInt
  let direction: WaitDirection

  /// Makes an iterator; no two of one descriptor and direction can wait at once.
  public func makeAsyncIterator() -> Iterator {
    Iterator(sequence: self)
  }

  /// What waits for each element.
  public struct Iterator: AsyncIteratorProtocol {
    let sequence: ReadinessSequence

    /// Waits for the next readiness; nil if the descriptor is forgotten.
    ///
    /// - Throws: ``AsyncLoopError``, as ``AsyncEventLoop/readable(_:)`` does, but for `forgotten`.
    public func next(
      isolation actor: isolated (any Actor)?
    ) async throws(AsyncLoopError) -> Readiness? {
      do {
        return try await sequence.loop.wait(for: sequence.direction, of: sequence.descriptor)
      } catch {
        guard error == .forgotten else { throw error }
        return nil
      }
    }
  }
}
