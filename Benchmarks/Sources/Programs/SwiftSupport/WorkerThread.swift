internal import Glibc

/// A thread that calls a closure once, and is waited for.
public struct WorkerThread {
  private let handle: pthread_t

  /// Starts the thread; the program ends if there is none to be had.
  public init(_ body: @escaping @Sendable () -> Void) {
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    let answer = pthread_create(&handle, nil, { Box.run($0) }, box.toOpaque())
    guard answer == 0 else { fail("pthread_create: \(String(cString: strerror(answer)))") }
    self.handle = handle
  }

  /// Waits until the closure has returned.
  public func join() {
    pthread_join(handle, nil)
  }

  private final class Box {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }

    /// Safety: the pointer is the box that was retained for this one call.
    static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let pointer else { return nil }
      Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body()
      return nil
    }
  }
}
