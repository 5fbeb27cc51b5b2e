internal import Dispatch
internal import Foundation

/// A thread that does one thing and can be waited for.
///
/// Not a dispatch queue: the first use of one leaves three descriptors open, which would look like a leak.
struct SecondThread: Sendable {
  private let end = DispatchSemaphore(value: 0)

  /// Starts a thread.
  init(_ body: @escaping @Sendable () -> Void) {
    Thread.detachNewThread { [end] in
      body()
      end.signal()
    }
  }

  /// Waits until the thread is done.
  func join() {
    end.wait()
  }
}
