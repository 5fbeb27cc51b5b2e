/// The handles of numbers that are not registered now, each of which the number's next registration takes.
///
/// libuv goes on to believe that it watches them, but the kernel's set does not hold them. So a registration
/// of the number needs no more than to be added there, and neither uv_poll_init nor uv_poll_start is called.
struct IdleHandles {
  private var handles: [PollHandle?] = []

  /// Takes out the handle of a number, if it has one.
  mutating func take(_ descriptor: CInt) -> PollHandle? {
    let position = Int(descriptor)
    guard position < handles.count, let handle = handles[position] else { return nil }
    handles[position] = nil
    return handle
  }

  /// Keeps the handle of a number, which has no other.
  mutating func put(_ handle: PollHandle, of descriptor: CInt) {
    let position = Int(descriptor)
    while handles.count <= position {
      handles.append(nil)
    }
    assert(handles[position] == nil, "libuv has one handle for a number")
    handles[position] = handle
  }

  /// Closes them all, which libuv would otherwise add to a set that it makes anew.
  mutating func close() {
    for handle in handles {
      handle?.close()
    }
    handles.removeAll()
  }
}
