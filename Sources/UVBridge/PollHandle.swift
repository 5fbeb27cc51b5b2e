internal import CUV
internal import EventLoopAPI

/// A uv_poll_t with its place in its owner's table, and what libuv has been told to watch for.
///
/// Its memory is freed by its close callback.
///
/// A value of this type is only a pointer: who holds it closes it once, and does not use it afterwards. It is
/// used on the loop's thread alone.
struct PollHandle: BitwiseCopyable {
  /// What is allocated for a handle; libuv knows it by the address of its first part.
  struct Memory {
    var handle = uv_poll_t()
    var index: UInt32

    /// What libuv takes the kernel's interest for, since its last start; empty once it is stopped.
    var told: Interest = []
  }

  private let memory: UnsafeMutablePointer<Memory>

  /// Makes a handle for a descriptor; `owner` and `index` are what its callbacks find.
  ///
  /// libuv sets `O_NONBLOCK` on the open file.
  init(
    _ loop: UnsafeMutablePointer<uv_loop_t>,
    _ descriptor: CInt,
    owner: UnsafeMutableRawPointer,
    index: UInt32,
    for operation: LoopError.Operation
  ) throws(LoopError) {
    memory = .allocate(capacity: 1)
    memory.initialize(to: Memory(index: index))
    let result = uv_poll_init(loop, pointer, descriptor)
    guard result == 0 else {
      memory.deallocate()
      throw LoopError(operation, uv: result)
    }
    memory.pointee.handle.data = owner
  }

  /// libuv's view of the memory.
  private var pointer: UnsafeMutablePointer<uv_poll_t> {
    // Safety: the handle is the first part, and so has the address of the whole.
    UnsafeMutableRawPointer(memory).assumingMemoryBound(to: uv_poll_t.self)
  }

  /// The index that its callbacks find.
  var index: UInt32 {
    get { memory.pointee.index }
    nonmutating set { memory.pointee.index = newValue }
  }

  /// What libuv was told to watch for and has not been stopped at.
  var told: Interest { memory.pointee.told }

  /// Watches for an interest from the next turn on, in place of the one before.
  func start(_ interest: Interest, _ callback: uv_poll_cb) -> CInt {
    memory.pointee.told = interest
    return uv_poll_start(pointer, PollHandle.events(interest), callback)
  }

  func stop() {
    noteStopped()
    uv_poll_stop(pointer)
  }

  /// Notes that libuv has stopped the handle by itself.
  func noteStopped() {
    memory.pointee.told = []
  }

  /// Closes the handle, and frees its memory when libuv has let go of it.
  func close() {
    uv_close(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: uv_handle_t.self)) {
      // Safety: the handle is the first part of a `Memory`.
      UnsafeMutableRawPointer($0)?.assumingMemoryBound(to: Memory.self).deallocate()
    }
  }
}

extension PollHandle {
  /// The index that a handle was made with.
  static func index(of handle: UnsafeMutablePointer<uv_poll_t>) -> UInt32 {
    // Safety: every uv_poll_t with a callback of ours is the first part of a `Memory`.
    UnsafeMutableRawPointer(handle).assumingMemoryBound(to: Memory.self).pointee.index
  }

  /// libuv's bits for an interest.
  private static func events(_ interest: Interest) -> CInt {
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

  /// The same of no other bits than readable and writable, by a shift: it is found with every event.
  static func plainReadiness(_ events: CInt) -> Readiness {
    assert(UV_READABLE.rawValue == 1 && UV_WRITABLE.rawValue == 2 && events & ~3 == 0)
    let events = UInt32(bitPattern: events)
    return Readiness(rawValue: events & 1 | (events & 2) << 1)
  }
}
