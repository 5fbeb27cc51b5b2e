internal import Glibc

/// What other threads have left for a loop's thread.
///
/// The lock is POSIX's, because the thread sanitizer does not see all of `Mutex` (Swift 6.3).
///
/// It is unchecked because of the pointer: whatever is mutable is used under the lock alone.
final class Inbox: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var requests: [Request] = []

  /// Whether there is a thread that will look for requests.
  private var isServed = true

  init() {
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// What whoever left a request has to do.
  enum Consequence {
    /// Nothing: the thread has been told already.
    case none
    /// To wake the thread.
    case wake
    /// To find a thread, which serves from now on.
    case serve
  }

  /// Leaves a request.
  func put(_ request: Request) -> Consequence {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    requests.append(request)
    guard isServed else {
      isServed = true
      return .serve
    }
    return requests.count == 1 ? .wake : .none
  }

  /// Exchanges the requests for an empty array, whose memory is used again.
  func take(into other: inout [Request]) {
    assert(other.isEmpty, "what was taken was used")
    pthread_mutex_lock(lock)
    swap(&requests, &other)
    pthread_mutex_unlock(lock)
  }

  /// Ends the serving of the calling thread if there is no request; returns whether it did.
  func stopServing() -> Bool {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    guard requests.isEmpty else { return false }
    isServed = false
    return true
  }
}
