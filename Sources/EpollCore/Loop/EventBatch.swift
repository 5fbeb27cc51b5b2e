internal import CEpoll
internal import EventLoopAPI

/// The events that one wait has collected, and how far they are read.
@usableFromInline
struct EventBatch: ~Copyable {
  /// Memory for `capacity` of the kernel's `epoll_event`s and a mark after the last.
  ///
  /// Safety: it is allocated in `init`, freed in `deinit`, and reachable from here alone. The first `count`
  /// events are the kernel's; after them comes one whose data no registration has, so that whoever reads
  /// at `cursor` need not compare it with the end first. An index is below `count`, and `cursor` not beyond
  /// the mark. The memory is raw because inlined code cannot see the C type.
  @usableFromInline let events: UnsafeMutableRawPointer
  let capacity: Int
  @usableFromInline private(set) var count = 0

  /// The next event to be read, or the mark.
  @usableFromInline var cursor: UnsafeRawPointer

  /// The data of the mark, and of the eventfd's registration; no token has it, as no table is that large.
  static var noToken: UInt64 { .max }

  init(capacity: Int) {
    assert(MemoryLayout<epoll_event>.stride == Self.stride)
    assert(MemoryLayout<epoll_event>.offset(of: \.data) == Self.dataOffset)
    self.capacity = capacity
    events = .allocate(byteCount: (capacity + 1) * Self.stride, alignment: 8)
    cursor = UnsafeRawPointer(events)
    setCount(0)
  }

  @inlinable
  deinit {
    deallocate()
  }

  @usableFromInline
  func deallocate() {
    events.deallocate()
  }

  /// The kernel packs the structure on x86-64 alone, so that 32-bit programs share it
  /// (uapi/linux/eventpoll.h).
  #if arch(x86_64)
  @inlinable static var stride: Int { 12 }
  @inlinable static var dataOffset: Int { 4 }
  #else
  @inlinable static var stride: Int { 16 }
  @inlinable static var dataOffset: Int { 8 }
  #endif

  /// The flags of the event at the cursor.
  @inlinable var flags: UInt32 { cursor.load(as: UInt32.self) }

  /// The data that the event at the cursor was registered with.
  @inlinable var data: UInt64 { cursor.loadUnaligned(fromByteOffset: Self.dataOffset, as: UInt64.self) }

  /// Moves the cursor to the next event.
  ///
  /// Safety: the event at the cursor is one of the kernel's, not the mark.
  @inlinable
  mutating func advance() {
    cursor = cursor.advanced(by: Self.stride)
  }
}

extension EventBatch {
  @inlinable
  var unreadCount: Int { count - (cursor - UnsafeRawPointer(events)) / Self.stride }

  var isRead: Bool { cursor == UnsafeRawPointer(events) + count * Self.stride }

  /// Replaces the batch by what epoll_pwait2(2) gives within a span in nanoseconds, negative for no limit.
  ///
  /// Returns the kernel's refusal, if any; the batch is then empty.
  @inline(__always)
  mutating func collect(from instance: CInt, within nanoseconds: Int64) -> ErrorCode? {
    assert(isRead, "an unread batch is never overwritten")
    let memory = events.assumingMemoryBound(to: epoll_event.self)
    let result = cepoll_wait(instance, memory, CInt(truncatingIfNeeded: capacity), nanoseconds)
    cursor = UnsafeRawPointer(events)
    setCount(max(0, Int(result)))
    return result < 0 ? ErrorCode(rawValue: -result) : nil
  }

  private mutating func setCount(_ count: Int) {
    assert(count >= 0 && count <= capacity)
    self.count = count
    events.storeBytes(of: Self.noToken, toByteOffset: count * Self.stride + Self.dataOffset, as: UInt64.self)
  }

  func flags(at index: Int) -> UInt32 {
    assert(index >= 0 && index < count)
    return events.load(fromByteOffset: index * Self.stride, as: UInt32.self)
  }

  func data(at index: Int) -> UInt64 {
    assert(index >= 0 && index < count)
    return events.loadUnaligned(fromByteOffset: index * Self.stride + Self.dataOffset, as: UInt64.self)
  }

  /// The flags of an unread event with this data.
  ///
  /// It reads all that is left, and so is for rare cases only.
  func unreadFlags(of data: UInt64) -> UInt32? {
    for index in (count - unreadCount)..<count where self.data(at: index) == data {
      return flags(at: index)
    }
    return nil
  }
}
