/// The timers of a loop: a heap ordered by deadline, then by the order of scheduling.
///
/// Both backends keep their timers in it, so that order, cancellation and resolution do not depend on what is
/// beneath. Scheduling and expiry cost O(log n). Cancelling costs O(1): it frees the timer's slot, and leaves
/// an entry in the heap that no longer counts, until it comes to the top or the heap is swept because it is
/// full. A sweep costs O(n), as growing does, and is paid for by the timers that were scheduled or cancelled
/// since the last one: O(1) for each.
///
/// Memory is 16 bytes for an entry and 8 for a slot. It grows by doubling, is reused, and is given back by
/// ``shrink()`` only.
@usableFromInline
package struct TimerQueue: ~Copyable {
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

  private var nextSequence: UInt32

  /// Makes an empty queue; a test may begin near the end of the numbers, which others do not live to see.
  @usableFromInline
  package init(firstSequence: UInt32 = 0, firstGeneration: UInt32 = 1) {
    precondition(firstSequence < TimerSlots.free && firstGeneration > 0)
    nextSequence = firstSequence
    slots = TimerSlots(firstGeneration: firstGeneration)
  }

  @inlinable
  package var count: Int { slots.live }

  /// The earliest deadline.
  @inlinable
  package var first: Instant? {
    guard let first = heap.first else { return late.first.map { Instant(nanoseconds: $0.deadline) } }
    guard let late = late.first else { return Instant(nanoseconds: first.deadline) }
    return Instant(nanoseconds: min(first.deadline, late.deadline))
  }

  /// The memory that the queue holds.
  package var allocatedBytes: Int { heap.allocatedBytes + late.allocatedBytes + slots.allocatedBytes }

  /// Schedules a timer, also for the past, and names it.
  @usableFromInline
  package mutating func schedule(at deadline: Instant) -> TimerToken {
    if heap.isFull || late.isFull || nextSequence == TimerSlots.free { makeRoom() }
    let token = slots.take(for: nextSequence)
    let entry = TimerEntry(deadline: deadline.nanoseconds, sequence: nextSequence, slot: token.index)
    nextSequence &+= 1
    if deadline.nanoseconds > batchInstant {
      heap.insert(entry)
    } else {
      insertLate(entry)
    }
    return token
  }

  /// Removes a timer and frees its slot at once; false if the token is spent.
  @usableFromInline
  package mutating func cancel(_ timer: TimerToken) -> Bool {
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
  @usableFromInline
  package mutating func beginBatch(at instant: Instant) {
    if late.count > 0 { admitLate() }
    batchInstant = instant.nanoseconds
    // To come upon so many cancelled timers one by one would cost more than to sweep.
    if hasDue, heap.count - slots.live > slots.live / 2 { sweep() }
  }

  /// Whether the batch has a timer left to give.
  @inlinable
  package var hasDue: Bool {
    heap.count > 0 && heap.entries[TimerHeap.root].deadline <= batchInstant
  }

  /// Takes the next due timer of the batch.
  @usableFromInline
  package mutating func popDue() -> TimerToken? {
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
  @usableFromInline
  package mutating func shrink() {
    sweep()
    heap.shrink()
    late.shrink()
    slots.shrink()
  }

  private var holdsCancelled: Bool { heap.count + late.count > slots.live }

  /// Sees to it that one more timer can be inserted and has a sequence.
  @inline(never)
  private mutating func makeRoom() {
    if nextSequence == TimerSlots.free { renumber() }
    let holdsCancelled = holdsCancelled
    if heap.isFull { heap.makeRoom(sweeping: holdsCancelled, &slots) }
    if late.isFull { late.makeRoom(sweeping: holdsCancelled, &slots) }
  }

  @inline(never)
  private mutating func insertLate(_ entry: TimerEntry) {
    late.insert(entry)
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
