/// The memory of handles that libuv has let go of, for those to come, so that registering allocates nothing
/// once there were as many.
///
/// It is freed by its owner with `deallocate`, once.
struct PollHandlePool {
  private var first: UnsafeMutablePointer<PollHandle.Memory>?

  /// Memory for a handle.
  mutating func take() -> UnsafeMutablePointer<PollHandle.Memory> {
    guard let memory = first else { return .allocate(capacity: 1) }
    first = memory.pointee.next
    return memory
  }

  /// Takes back the memory of a handle that libuv has let go of.
  mutating func put(_ memory: UnsafeMutablePointer<PollHandle.Memory>) {
    memory.pointee.next = first
    first = memory
  }

  mutating func deallocate() {
    while let memory = first {
      first = memory.pointee.next
      memory.deallocate()
    }
  }
}
