internal import Glibc

/// A thread that does one thing and can be waited for.
///
/// Not a dispatch queue: the first use of one leaves three descriptors open, which would look like a leak.
struct SecondThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  private var thread = pthread_t()

  /// Starts a thread.
  init(_ body: @escaping @Sendable () -> Void) {
    // Safety: the thread takes over the one reference, and gives it up before it can be joined.
    let work = Unmanaged.passRetained(Work(body))
    let result = pthread_create(
      &thread, nil,
      { context in
        if let context {
          Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        }
        return nil
      }, work.toOpaque())
    precondition(result == 0, "no thread can be started: \(ErrorName.of(result))")
  }

  /// Waits until the thread has ended and given up all that it held.
  func join() {
    pthread_join(thread, nil)
  }
}
