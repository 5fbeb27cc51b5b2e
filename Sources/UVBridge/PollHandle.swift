internal import CUV
internal import EventLoopAPI

/// A uv_poll_t, which is freed by its close callback.
///
/// A value of this type is only a pointer: who holds it closes it once, and does not use it afterwards. It is
/// used on the loop's thread alone.
struct PollHandle {
  private let pointer: UnsafeMutablePointer<uv_poll_t>

  /// Makes a handle for a descriptor; `index` is what its callbacks find in its data.
  ///
  /// libuv sets `O_NONBLOCK` on the open file.
  init(
    _ loop: UnsafeMutablePointer<uv_loop_t>,
    _ descriptor: CInt,
    index: UInt32,
    for operation: LoopError.Operation
  ) throws(LoopError) {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: uv_poll_t())
    let result = uv_poll_init(loop, pointer, descriptor)
    guard result == 0 else {
      pointer.deallocate()
      throw LoopError(operation, uv: result)
    }
    pointer.pointee.data = UnsafeMutableRawPointer(bitPattern: UInt(index))
  }

  /// Watches for libuv's events from the next turn on, in place of those before; none means to stop.
  func start(_ events: CInt, _ callback: uv_poll_cb) -> CInt {
    uv_poll_start(pointer, events, callback)
  }

  func stop() {
    uv_poll_stop(pointer)
  }

  func close() {
    uv_close(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: uv_handle_t.self)) { handle in
      UnsafeMutableRawPointer(handle)?.deallocate()
    }
  }
}

extension PollHandle {
  /// The index that a handle was made with.
  static func index(of handle: UnsafeMutablePointer<uv_poll_t>) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt(bitPattern: handle.pointee.data))
  }

  /// libuv's bits for an interest.
  static func events(_ interest: Interest) -> CInt {
    var events: UInt32 = 0
    if interest.contains(.readable) { events |= UV_READABLE.rawValue }
    if interest.contains(.writable) { events |= UV_WRITABLE.rawValue }
    if interest.contains(.priority) { events |= UV_PRIORITIZED.rawValue }
    if interest.contains(.peerClosed) { events |= UV_DISCONNECT.rawValue }
    return CInt(events)
  }

  /// The readiness that libuv's bits stand for.
  static func readiness(_ events: CInt) -> Readiness {
    let events = UInt32(bitPattern: events)
    var readiness: Readiness = []
    if events & UV_READABLE.rawValue != 0 { readiness.insert(.readable) }
    if events & UV_WRITABLE.rawValue != 0 { readiness.insert(.writable) }
    if events & UV_PRIORITIZED.rawValue != 0 { readiness.insert(.priority) }
    if events & UV_DISCONNECT.rawValue != 0 { readiness.insert(.peerClosed) }
    return readiness
  }
}
