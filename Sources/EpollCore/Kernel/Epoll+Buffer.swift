public import CEpoll

extension Epoll {
  /// Memory for the events of one wait, to be used again for the next.
  ///
  /// ```swift
  /// var buffer = Epoll.Buffer(capacity: 64)
  /// try epoll.wait(into: &buffer)
  /// for index in buffer.indices {
  ///   let event = buffer[index]
  /// }
  /// ```
  ///
  /// Safety: the memory is allocated in `init`, freed in `deinit`, and reachable from this file and `wait`
  /// alone, which the compiler keeps from overlapping, as they take the buffer `inout`. Only the first
  /// `count` events, which the kernel has written, are read. Since there is one owner, it may change threads.
  public struct Buffer: ~Copyable, @unchecked Sendable {
    @usableFromInline let memory: UnsafeMutablePointer<epoll_event>

    /// The greatest number of events that it holds.
    public let capacity: Int

    /// The number of events of the last wait; none if that was refused or timed out.
    public internal(set) var count = 0

    /// Allocates memory for so many events.
    ///
    /// - Precondition: `capacity` is 1 to what the kernel takes at most, `EP_MAX_EVENTS`: 178,956,970 on
    ///   x86-64, 134,217,727 elsewhere.
    public init(capacity: Int) {
      precondition((1...Self.greatestCapacity).contains(capacity), "capacity must be 1 to EP_MAX_EVENTS")
      self.capacity = capacity
      memory = .allocate(capacity: capacity)
    }

    deinit {
      memory.deallocate()
    }

    static var greatestCapacity: Int { Int(CInt.max) / MemoryLayout<epoll_event>.stride }
  }

  /// What an instance reports of one entry.
  public struct Event: Hashable, Sendable {
    /// The conditions that hold.
    public var events: Events

    /// The entry's data.
    public var data: UInt64

    /// Makes an event from its parts.
    @inlinable
    public init(_ events: Events, data: UInt64) {
      self.events = events
      self.data = data
    }
  }
}

extension Epoll.Buffer {
  /// The places of the events of the last wait.
  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// The event at a place.
  ///
  /// - Precondition: `index` is one of ``indices``.
  @inlinable
  public subscript(index: Int) -> Epoll.Event {
    precondition(indices.contains(index), "there is no event at this index")
    return Epoll.Event(Epoll.Events(rawValue: memory[index].events), data: memory[index].data.u64)
  }
}
