internal import CUV
internal import Glibc
internal import Synchronization

/// Keeps libuv's own descriptors from having the numbers of standard input, output and errors.
///
/// A program may be started with some of these closed, and the kernel gives out the lowest number that is
/// free. When libuv closes a descriptor of its own with such a number it takes that for a mistake, and ends
/// the process. So the numbers that are free get a placeholder while libuv opens something. It does that to
/// make a loop, to make its set anew, and in each forked child, which gets a new pipe for signals.
///
/// Nothing is done for an application that called libuv before it made its first loop here: then libuv's pipe
/// for signals is there already, and is opened in a child before the placeholders are.
enum StandardDescriptors {
  /// Whether a thread has placeholders; others wait for it, as they would lose them with it.
  private static let isInUse = Atomic(false)

  /// The numbers that have a placeholder, as bits.
  private static let placeholders = Atomic<UInt8>(0)

  /// Whether libuv has registered its own handler for children: it has not if the first loop was refused.
  private static let isLibuvInUse = Atomic(false)

  // Handlers in a child are called in the order in which they were registered. If there is no memory for them
  // the child is on its own.
  private static let beforeLibuvInChild: CInt = pthread_atfork(nil, nil) {
    if StandardDescriptors.isLibuvInUse.load(ordering: .relaxed) { StandardDescriptors.occupy() }
  }
  private static let afterLibuvInChild: CInt = pthread_atfork(nil, nil) {
    // The child has this thread only. Others that were at it when it was made do not exist here.
    StandardDescriptors.release()
    StandardDescriptors.isInUse.store(false, ordering: .relaxed)
  }

  /// Calls what opens descriptors of libuv's, none of which gets such a number; returns libuv's result.
  static func avoid(_ body: () -> CInt) -> CInt {
    _ = beforeLibuvInChild
    while isInUse.exchange(true, ordering: .acquiring) {
      sched_yield()
    }
    occupy()
    let result = body()
    release()
    if result == 0 {
      _ = afterLibuvInChild
      isLibuvInUse.store(true, ordering: .relaxed)
    }
    isInUse.store(false, ordering: .releasing)
    return result
  }

  /// Gives the numbers that are free to descriptors that nobody uses.
  ///
  /// If that is refused there is none left for libuv either.
  private static func occupy() {
    while case let descriptor = cuv_epoll_create(), descriptor >= 0 {
      guard descriptor <= STDERR_FILENO else {
        Glibc.close(descriptor)
        return
      }
      placeholders.bitwiseOr(1 << UInt8(descriptor), ordering: .relaxed)
    }
  }

  /// Sets the numbers free again.
  private static func release() {
    let taken = placeholders.exchange(0, ordering: .relaxed)
    for descriptor in STDIN_FILENO...STDERR_FILENO where taken & 1 << UInt8(descriptor) != 0 {
      Glibc.close(descriptor)
    }
  }
}
