internal import CUV
internal import EventLoopAPI

/// A uv_loop_t with the two handles that every profile needs: the waker's, and a timer that bounds a wait.
///
/// libuv keeps pointers to all three, so they are allocated, and freed only after their close callbacks ran.
/// All is confined to the loop's owner but the async handle, see ``WakeGate``.
struct LibuvLoop {
  let loop: UnsafeMutablePointer<uv_loop_t>

  /// Whether the loop is the application's, which closes it and frees its memory.
  let isAdopted: Bool

  private let limitTimer: UnsafeMutablePointer<uv_timer_t>

  /// What a loop opens: an epoll set, an eventfd, a pipe for signals, and the process's first one another
  /// pipe.
  static var descriptorCount: CInt { 6 }

  /// Makes the loop; what its callbacks find in the loop's data is its owner's to set.
  init(gate: WakeGate, onWake: uv_async_cb) throws(LoopError) {
    loop = .allocate(capacity: 1)
    loop.initialize(to: uv_loop_t())
    isAdopted = false
    limitTimer = .allocate(capacity: 1)
    let result = StandardDescriptors.avoid { [loop] in Self.open(loop, gate, onWake) }
    guard result == 0 else {
      loop.deallocate()
      limitTimer.deallocate()
      throw LoopError(.create, uv: result)
    }
    addLimitTimer()
    // libuv tells the kernel of its async descriptor at the first turn; the poll descriptor needs it from now
    // on.
    run(UV_RUN_NOWAIT)
  }

  /// Initializes the loop and the waker's handle; returns libuv's result.
  private static func open(
    _ loop: UnsafeMutablePointer<uv_loop_t>, _ gate: WakeGate, _ onWake: uv_async_cb
  ) -> CInt {
    // uv_loop_init in 1.44 leaves its epoll set open when a later descriptor is refused, so it is asked
    // first.
    var result = cuv_check_descriptors(descriptorCount)
    if result == 0 {
      result = uv_loop_init(loop)
    }
    if result == 0 {
      result = uv_async_init(loop, gate.handle, onWake)
      if result != 0 {
        uv_loop_close(loop)
      }
    }
    return result
  }

  /// Adds the two handles to a loop of the application's, and runs none of its callbacks yet.
  init(
    adopting loop: UnsafeMutablePointer<uv_loop_t>, gate: WakeGate, onWake: uv_async_cb
  ) throws(LoopError) {
    self.loop = loop
    isAdopted = true
    let result = uv_async_init(loop, gate.handle, onWake)
    guard result == 0 else { throw LoopError(.create, uv: result) }
    limitTimer = .allocate(capacity: 1)
    addLimitTimer()
  }

  private func addLimitTimer() {
    limitTimer.initialize(to: uv_timer_t())
    uv_timer_init(loop, limitTimer)
  }

  /// libuv's own epoll set.
  var pollDescriptor: CInt { uv_backend_fd(loop) }

  /// Runs one turn, whose callbacks only note what they are told; an adopted loop's others are its owner's.
  func run(_ mode: uv_run_mode) {
    uv_run(loop, mode)
  }

  /// Makes the next blocking turn end at an instant, to the millisecond after it.
  func bound(by deadline: Instant) {
    let target = deadline.millisecondsRoundedUp
    let cached = uv_now(loop)
    uv_timer_start(limitTimer, limitCallback, target > cached ? target - cached : 0, 0)
  }

  /// Lifts the bound.
  func unbound() {
    uv_timer_stop(limitTimer)
  }

  /// Makes the set and the async descriptor anew, without what the old ones held; returns libuv's result.
  func fork() -> CInt { StandardDescriptors.avoid { uv_loop_fork(loop) } }

  /// Closes what is left and frees the memory, with the gate closed; every other handle is closing by now.
  ///
  /// The memory of an adopted loop's two handles is freed in that loop's next turn, which is not ours to run.
  func close(_ gate: WakeGate) {
    let async = UnsafeMutableRawPointer(gate.handle).assumingMemoryBound(to: uv_handle_t.self)
    // The handle's memory is the gate's, which so lives as long as libuv knows of it.
    async.pointee.data = Unmanaged.passRetained(gate).toOpaque()
    uv_close(async) { handle in
      guard let data = handle?.pointee.data else { return }
      Unmanaged<WakeGate>.fromOpaque(data).release()
    }
    uv_close(UnsafeMutableRawPointer(limitTimer).assumingMemoryBound(to: uv_handle_t.self)) {
      UnsafeMutableRawPointer($0)?.deallocate()
    }
    guard !isAdopted else { return }
    while uv_run(loop, UV_RUN_NOWAIT) != 0 {}
    let result = uv_loop_close(loop)
    assert(result == 0, "a handle is still open")
    loop.deallocate()
  }
}

/// Ends the turn: libuv before 1.45 runs timers first and would then block for the next one, or for ever.
private let limitCallback: uv_timer_cb = { timer in
  uv_stop(timer?.pointee.loop)
}
