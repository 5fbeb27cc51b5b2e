internal import CEpoll
public import EventLoopAPI
internal import Synchronization

/// A handle that makes an ``EpollLoop``'s wait return.
public struct EpollWaker: LoopWaker {
  let state: State

  /// Ends the loop's current wait, or its next one, with a wake event.
  ///
  /// It costs one atomic operation, and if the loop sleeps one write to an eventfd. Wakes coalesce. It is
  /// legal from any thread, from a signal handler, and after the loop is gone.
  public func wake() {
    state.wake()
  }
}

extension EpollWaker {
  /// What a loop shares with its wakers; it lives as long as the last of them.
  final class State: Sendable {
    /// The eventfd that the loop's epoll instance watches; edge-triggered and never read.
    let descriptor: CInt

    /// What a waker has to know of the loop.
    private let phase = Atomic(Phase.awake)

    /// The phase of a loop that does not wait: `awake`, or `asleep` if something else waits in its stead.
    private let rest = Atomic(Phase.awake)

    /// Whether there has ever been a waker: without one a turn needs no locked instruction.
    private let isShared = Atomic(false)

    /// To be called before a waker is made, on the loop's thread, which so sees it in its next turn.
    func share() {
      isShared.store(true, ordering: .relaxed)
    }

    private enum Phase {
      /// The loop will look for a wake before it sleeps.
      static var awake: UInt8 { 0 }
      /// Only a write to the eventfd reaches the loop.
      static var asleep: UInt8 { 1 }
      /// A wake was asked for, and the loop has not seen it yet.
      static var woken: UInt8 { 2 }
    }

    init() throws(LoopError) {
      let result = cepoll_eventfd()
      guard result >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -result)) }
      descriptor = result
    }

    deinit {
      _ = cepoll_close(descriptor)
    }

    func wake() {
      if phase.exchange(Phase.woken, ordering: .acquiringAndReleasing) == Phase.asleep {
        cepoll_eventfd_add(descriptor)
      }
    }

    /// Says that the loop is about to sleep; false if it must not, because a wake is there to be collected.
    func beginSleep() -> Bool {
      guard isShared.load(ordering: .relaxed) else { return true }
      let (isExchanged, former) = phase.compareExchange(
        expected: Phase.awake, desired: Phase.asleep, ordering: .acquiringAndReleasing)
      return isExchanged || former == Phase.asleep
    }

    /// Says that the loop is awake; true if there was a wake since the last call.
    ///
    /// A wake that is collected before its write was done leaves a report of the eventfd for a later wait,
    /// which ignores it.
    func endSleep() -> Bool {
      let rest = rest.load(ordering: .relaxed)
      guard phase.load(ordering: .acquiring) != rest else { return false }
      return phase.exchange(rest, ordering: .acquiringAndReleasing) == Phase.woken
    }

    /// Makes the eventfd tell of every wake from now on, also of one that is there already.
    func showWakes() {
      guard rest.exchange(Phase.asleep, ordering: .relaxed) != Phase.asleep else { return }
      if !beginSleep() {
        cepoll_eventfd_add(descriptor)
      }
    }
  }
}
