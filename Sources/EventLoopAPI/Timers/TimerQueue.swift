/// The timers of a loop: a heap ordered by deadline, then by the order of scheduling.
///
/// It is for those who write backends. Both backends here keep their timers in it, so that order, cancellation
/// and resolution do not depend on what is beneath. A loop bounds its wait by ``first``, calls
/// ``beginBatch(at:)`` when the wait is over, and gives ``popDue()`` as the events that follow readiness.
///
/// Scheduling and expiry cost O(log n). Cancelling costs O(1): it frees the timer's slot, and leaves
/// an entry in the heap that no longer counts, until it comes to the top or the heap is swept because it is
/// full. A sweep costs O(n), as growing does, and is paid for by the timers that were scheduled or cancelled
/// since the last one: O(1) for each.
///
/// Memory is 16 bytes for an entry and 8 for a slot. It grows by doubling, is reused, and is given back by
/// ``shrink()`` only.
public struct TimerQueue: ~Copyable {
  /// The timers that a batch may take; the first entry is never that of a cancelled one.
  @usableFromInline
  var heap = TimerHeap()

  /// What was scheduled too late for the batch being read, though it is due by the batch's instant.
  ///
  /// Here too the first entry is never that of a cancelled timer.
  @usableFromInline
  var late = TimerHeap()

  @usableFromInline
  var slots: TimerSlots

  @usableFromInline
  var batchInstant: UInt64 = 0

  @usableFromInline
  var nextSequence: UInt32

  /// Makes an empty queue.
  public init() {
    self.init(firstSequence: 0)
  }

  /// Makes an empty queue that begins near the end of the numbers, which only tests live to see.
  package init(firstSequence: UInt32 = 0, firstGeneration: UInt32 = 1) {
    precondition(firstSequence < TimerSlots.free && firstGeneration > 0)
    nextSequence = firstSequence
    slots = TimerSlots(firstGeneration: firstGeneration)
  }

  /// The timers that are scheduled.
  @inlinable
  public var count: Int { slots.live }

  /// The earliest deadline; nil if no timer is scheduled.
  @inlinable
  public var first: Instant? {
    guard let first = heap.first else { return late.first.map { Instant(nanoseconds: $0.deadline) } }
    guard let late = late.first else { return Instant(nanoseconds: first.deadline) }
    return Instant(nanoseconds: min(first.deadline, late.deadline))
  }

  /// The memory that the queue holds.
  package var allocatedBytes: Int { heap.allocatedBytes + late.allocatedBytes + slots.allocatedBytes }

  /// Schedules a timer, also for the past, and names it.
  @inlinable @inline(__always)
  public mutating func schedule(at deadline: Instant) -> TimerToken {
    guard deadline.nanoseconds > batchInstant, !heap.isFull, nextSequence < TimerSlots.free else {
      return scheduleOutOfTheOrdinary(at: deadline)
    }
    let token = slots.take(for: nextSequence)
    heap.insert(
      TimerEntry(deadline: deadline.nanoseconds, sequence: nextSequence, slot: token.index))
    nextSequence &+= 1
    return token
  }

  /// Removes a timer and frees its slot at once; false if the token is spent.
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    guard slots.isLive(timer) else { return false }
    slots.free(timer.index)
    if let first = heap.first, first.slot == timer.index { heap.dropFirst(&slots) }
    if let first = late.first, first.slot == timer.index { late.dropFirst(&slots) }
    if slots.live == 0 { slots.restart() }
    return true
  }

  /// Begins a batch: the timers due at `instant` that are scheduled by now.
  ///
  /// Those that are scheduled while the batch is read wait for the next one, so that a timer that schedules
  /// its successor in the past neither keeps the batch from ending nor holds up the others in it.
  public mutating func beginBatch(at instant: Instant) {
    if late.count > 0 { admitLate() }
    batchInstant = instant.nanoseconds
    // More than a third is cancelled, so that a sweep looks at less than three entries for each that it
    // throws out, however many there are: fewer than it takes to pull that one off the top of the heap.
    if hasDue, heap.count - slots.live > slots.live / 2 { sweep() }
  }

  /// Whether the batch has a timer left to give.
  @inlinable
  public var hasDue: Bool {
    heap.count > 0 && heap.entries[TimerHeap.root].deadline <= batchInstant
  }

  /// Takes the next due timer of the batch; nil at its end.
  public mutating func popDue() -> TimerToken? {
    guard let first = heap.first, first.deadline <= batchInstant else { return nil }
    let token = slots.token(of: first.slot)
    slots.free(first.slot)
    heap.dropFirst(&slots)
    if slots.live == 0 { slots.restart() }
    return token
  }
}

extension TimerQueue {
  /// Gives back the memory that the scheduled timers do not need.
  public mutating func shrink() {
    sweep()
    heap.shrink()
    late.shrink()
    slots.shrink()
  }

  private var holdsCancelled: Bool { heap.count + late.count > slots.live }

  /// Schedules a timer that is late, or for which there is no room or no sequence yet.
  @usableFromInline @inline(never)
  mutating func scheduleOutOfTheOrdinary(at deadline: Instant) -> TimerToken {
    if nextSequence == TimerSlots.free { renumber() }
    let isLate = deadline.nanoseconds <= batchInstant
    let holdsCancelled = holdsCancelled
    if !isLate, heap.isFull { heap.makeRoom(sweeping: holdsCancelled, &slots) }
    if isLate, late.isFull { late.makeRoom(sweeping: holdsCancelled, &slots) }
    let token = slots.take(for: nextSequence)
    let entry = TimerEntry(deadline: deadline.nanoseconds, sequence: nextSequence, slot: token.index)
    if isLate { late.insert(entry) } else { heap.insert(entry) }
    nextSequence &+= 1
    return token
  }

  /// Lets the late timers into the heap.
  private mutating func admitLate() {
    if heap.count == 0 {
      swap(&heap, &late)
      return
    }
    while let entry = late.first {
      if heap.isFull { heap.makeRoom(sweeping: holdsCancelled, &slots) }
      heap.insert(entry)
      late.dropFirst(&slots)
    }
  }

  private mutating func sweep() {
    heap.sweep(&slots)
    late.sweep(&slots)
  }

  /// Numbers all timers anew, in their order, when the sequences are used up.
  ///
  /// A late timer was scheduled after every timer of the heap that has the same deadline: a timer of the heap
  /// that is due by the batch's instant was scheduled before the batch began. So the late ones come second.
  @inline(never)
  private mutating func renumber() {
    sweep()
    nextSequence = heap.renumber(from: 0, &slots)
    nextSequence = late.renumber(from: nextSequence, &slots)
  }
}
