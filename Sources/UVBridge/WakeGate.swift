internal import CUV
internal import Glibc
internal import Synchronization

/// What wakers share with their loop: the async handle's memory, and a gate that keeps senders off it.
///
/// uv_async_send on a closing handle is undefined, and a sender may hold a waker for longer than the loop
/// lives. So each sender announces itself in the same word that holds the closed mark: after the mark is set
/// and the announced senders have left, no one touches the handle. No one blocks on a lock, so a signal
/// handler that interrupts the closing thread passes through as well.
///
/// It is unchecked because of the pointer. The handle behind it is touched by libuv on the loop's thread, and
/// by uv_async_send, which libuv makes safe from anywhere.
final class WakeGate: @unchecked Sendable {
  private static let closed: UInt = 1 << (UInt.bitWidth - 1)

  /// The async handle, initialised and closed by the loop; its memory lives as long as the last waker.
  let handle: UnsafeMutablePointer<uv_async_t>

  /// The number of senders inside, and the closed mark in the top bit.
  private let state = Atomic<UInt>(0)

  /// Whether a wake was asked for since the loop last took one.
  private let isRequested = Atomic<Bool>(false)

  init() {
    handle = .allocate(capacity: 1)
    handle.initialize(to: uv_async_t())
  }

  deinit {
    handle.deallocate()
  }

  /// Asks for a wake, and sends it if the gate is open and nobody has asked for it already.
  ///
  /// Who has asked for it before sends it, or the gate does when it opens again: that wake is this one too,
  /// as whoever takes it sees what was written before both calls.
  func send() {
    // Before the announcement: who finds the gate closed has left a mark that is seen when it opens again.
    guard !isRequested.exchange(true, ordering: .sequentiallyConsistent) else { return }
    let savedErrno = cuv_errno()
    let (old, _) = state.add(1, ordering: .sequentiallyConsistent)
    if old & Self.closed == 0 {
      uv_async_send(handle)
    }
    state.subtract(1, ordering: .sequentiallyConsistent)
    cuv_set_errno(savedErrno)
  }

  /// Takes the request, if there is one; to be called at each report of the async handle.
  ///
  /// Until it is taken, nobody else sends.
  func takeRequest() -> Bool {
    isRequested.exchange(false, ordering: .sequentiallyConsistent)
  }

  /// Shuts senders out, and returns when the last of them has left.
  func close() {
    state.bitwiseOr(Self.closed, ordering: .sequentiallyConsistent)
    while state.load(ordering: .sequentiallyConsistent) != Self.closed {
      sched_yield()
    }
  }

  /// Shuts senders out in a forked child, where those who were inside at the fork do not exist.
  func closeInChild() {
    state.store(Self.closed, ordering: .sequentiallyConsistent)
  }

  /// Lets senders in again, and sends for those who came while it was closed.
  func open() {
    assert(state.load(ordering: .relaxed) & Self.closed != 0, "the gate is open")
    state.bitwiseAnd(~Self.closed, ordering: .sequentiallyConsistent)
    if isRequested.load(ordering: .sequentiallyConsistent) {
      uv_async_send(handle)
    }
  }
}
