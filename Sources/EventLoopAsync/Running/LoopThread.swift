internal import EventLoopAPI
internal import Glibc

/// A thread of the system.
struct LoopThread {
  private let handle: pthread_t

  /// Starts a thread that calls a closure, and ends.
  ///
  /// - Throws: `LoopError` of operation `create`: `EAGAIN` if the system has no thread left.
  init(_ body: @escaping @Sendable () -> Void) throws(LoopError) {
    var handle = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    let answer = pthread_create(&handle, nil, { Box.run($0) }, box.toOpaque())
    guard answer == 0 else {
      box.release()
      throw LoopError(.create, ErrorCode(rawValue: answer))
    }
    self.handle = handle
  }

  /// Waits until the thread has ended.
  func join() {
    pthread_join(handle, nil)
  }

  /// The calling thread, as a number that no other living thread has.
  static var current: UInt { UInt(pthread_self()) }
}

extension LoopThread {
  private final class Box {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }

    /// Safety: the pointer is the box that `init` retained for this one call.
    static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let pointer else { return nil }
      Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body()
      return nil
    }
  }
}
