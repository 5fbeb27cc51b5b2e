internal import CEpoll
public import EventLoopAPI
internal import Synchronization

/// A handle that makes an ``EpollLoop``'s wait return, by one write to an eventfd at most.
public struct EpollWaker: LoopWaker {
  /// The data of the eventfd's registration, which no token has: no table has this many places.
  static let data = UInt64.max

  let state: State

  /// Ends the loop's current wait, or its next one, with a wake event.
  ///
  /// Wakes coalesce. It is legal from any thread, from a signal handler, and after the loop is gone.
  public func wake() {
    guard !state.isPending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    cepoll_eventfd_add(state.descriptor)
  }
}

extension EpollWaker {
  /// What a loop shares with its wakers; it lives as long as the last of them.
  final class State: Sendable {
    /// The eventfd that the loop's epoll instance watches.
    let descriptor: CInt

    /// Whether the eventfd was written since the loop last collected.
    let isPending = Atomic(false)

    init() throws(LoopError) {
      let result = cepoll_eventfd()
      guard result >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -result)) }
      descriptor = result
    }

    deinit {
      _ = cepoll_close(descriptor)
    }

    /// Whether there was a wake since the last call; the next one writes again.
    ///
    /// A wake that is collected before its write has been done leaves a report of the eventfd for a later
    /// wait, which ignores it.
    func collect() -> Bool {
      isPending.load(ordering: .acquiring) && isPending.exchange(false, ordering: .acquiringAndReleasing)
    }
  }
}
