internal import CEpoll
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// A handle that makes a ``MutantLoop``'s wait return.
package struct MutantWaker: LoopWaker {
  let state: State

  package func wake() {
    state.wake()
  }
}

extension MutantWaker {
  /// What a loop shares with its wakers: an eventfd, which lives as long as anybody holds it.
  final class State: Sendable {
    let descriptor: CInt
    private let fault: Fault?

    /// Whether the loop sleeps, and whether there is a wake that the eventfd does not show; for some faults.
    private let isAsleep = Atomic(false)
    private let isHidden = Atomic(false)
    private let hasEnded = Atomic(false)

    /// Whether a thread is about to wake the loop; for a fault.
    private let isInUse = Atomic(false)

    init(_ fault: Fault?) throws(LoopError) {
      self.fault = fault
      let result = cepoll_eventfd()
      guard result >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -result)) }
      descriptor = result
    }

    deinit {
      if fault != .wakerOfSuccessor { _ = cepoll_close(descriptor) }
    }

    func wake() {
      if hasEnded.load(ordering: .sequentiallyConsistent) { abort() }
      let isAsleep = isAsleep.load(ordering: .sequentiallyConsistent)
      if fault == .wakeLostAwake, !isAsleep { return }
      if fault == .wakeLostInCrowd {
        if isInUse.exchange(true, ordering: .sequentiallyConsistent) { return }
        cepoll_eventfd_add(descriptor)
        // Makes the moment longer in which it goes wrong.
        sched_yield()
        return isInUse.store(false, ordering: .sequentiallyConsistent)
      }
      if fault == .embeddedBlindToWakes, !isAsleep {
        isHidden.store(true, ordering: .sequentiallyConsistent)
        return
      }
      cepoll_eventfd_add(descriptor)
    }

    /// The wakes since the last call.
    func take() -> Int {
      var count: UInt64 = 0
      _ = cepoll_read(descriptor, &count, MemoryLayout<UInt64>.size)
      let hidden = isHidden.exchange(false, ordering: .sequentiallyConsistent) ? 1 : 0
      return Int(count) + hidden
    }

    func setAsleep(_ isAsleep: Bool) {
      self.isAsleep.store(isAsleep, ordering: .sequentiallyConsistent)
    }

    /// Says that the loop is no more; wakers may be used on.
    func loopEnds() {
      if fault == .wakerOfSuccessor { _ = cepoll_close(descriptor) }
      if fault == .wakeAfterTheEnd { hasEnded.store(true, ordering: .sequentiallyConsistent) }
    }
  }
}
