internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// The witness's waker: an eventfd, which lives as long as anybody holds it.
final class WitnessWaker: LoopWaker {
  let descriptor: CInt
  private let isPending = Atomic(false)

  init() {
    descriptor = cobjects_eventfd(0, 0)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  func wake() {
    isPending.store(true, ordering: .sequentiallyConsistent)
    let saved = errno
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
    errno = saved
  }

  /// Whether there was a wake, which then is none any more.
  func take() -> Bool {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
    return isPending.exchange(false, ordering: .sequentiallyConsistent)
  }
}
