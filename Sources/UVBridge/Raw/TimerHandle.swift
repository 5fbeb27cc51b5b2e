internal import CUV

/// A uv_timer_t that fires once, which is freed by its close callback.
///
/// A value of this type is only a pointer: who holds it closes it once, and does not use it afterwards. It is
/// used on the loop's thread alone.
struct TimerHandle {
  private let pointer: UnsafeMutablePointer<uv_timer_t>

  /// Starts a timer; `index` is what its callback finds in its data.
  init(
    _ loop: UnsafeMutablePointer<uv_loop_t>,
    milliseconds: UInt64,
    index: UInt32,
    _ callback: uv_timer_cb
  ) {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: uv_timer_t())
    uv_timer_init(loop, pointer)
    pointer.pointee.data = UnsafeMutableRawPointer(bitPattern: UInt(index))
    uv_timer_start(pointer, callback, milliseconds, 0)
  }

  /// The index that a handle was made with.
  static func index(of handle: UnsafeMutablePointer<uv_timer_t>) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt(bitPattern: handle.pointee.data))
  }

  func close() {
    uv_close(UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: uv_handle_t.self)) { handle in
      UnsafeMutableRawPointer(handle)?.deallocate()
    }
  }
}
