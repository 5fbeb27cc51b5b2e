/// The timers of a loop, given by deadline, then by the order of scheduling.
///
/// It is for those who write backends. Both backends here keep their timers in it, so that order,
/// cancellation and resolution do not depend on what is beneath. A loop bounds its wait by ``findFirst()``,
/// calls ``beginBatch(at:)`` when the wait is over, and gives ``popDue()`` as the events that follow
/// readiness.
///
/// A timer that is scheduled is put behind the others that have come, in O(1). When one of them is due they
/// go into a heap, except that many which are due together are sorted and given without it: scheduling and
/// expiry cost O(log n), and a timer that is cancelled before does not come so far. Cancelling costs O(1): it
/// frees the timer's slot, and leaves an entry that no longer counts, until it comes to the top or what it is
/// in is swept because it is full. A sweep costs O(n), as growing does, and is paid for by the timers that
/// were scheduled or cancelled since the last one: O(1) for each.
///
/// Memory is 8 bytes for a slot, 16 for an entry, and 32 for each timer of the largest batch that was sorted.
/// It grows by doubling, is reused, and is given back by ``shrink()`` only.
public struct TimerQueue: ~Copyable {
  /// What has been scheduled lately, and was not due in the batch being read.
  @usableFromInline
  var arrivals = TimerArrivals()

  /// The timers that a batch may take, of those that the heap took in; the first is never a cancelled one.
  @usableFromInline
  var heap = TimerHeap()

  /// The timers that a batch may take, of those that came due together.
  @usableFromInline
  var run = TimerRun()

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
  ///
  /// O(1), except that where the earliest of what was scheduled lately is cancelled, it looks at all of that.
  /// ``findFirst()`` does so once.
  public var first: Instant? {
    first(ofArrivals: arrivals.isEarliestLive(slots) ? arrivals.earliest : arrivals.findEarliest(slots))
  }

  /// Schedules a timer, also for the past, and names it.
  @inlinable @inline(__always)
  public mutating func schedule(at deadline: Instant) -> TimerToken {
    guard deadline.nanoseconds > batchInstant, !arrivals.isFull, nextSequence < TimerSlots.free else {
      return scheduleOutOfTheOrdinary(at: deadline)
    }
    let token = slots.take(for: nextSequence)
    arrivals.append(
      TimerEntry(deadline: deadline.nanoseconds, sequence: nextSequence, slot: token.index))
    nextSequence &+= 1
    return token
  }

  /// Removes a timer and frees its slot at once; false if the token is spent.
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    guard slots.isLive(timer) else { return false }
    slots.free(timer.index)
    if heap.first.slot == timer.index { heap.dropFirst(&slots) }
    if run.first.slot == timer.index { run.dropFirst(&slots) }
    if late.first.slot == timer.index { late.dropFirst(&slots) }
    if slots.live == 0 { restart() }
    return true
  }

  /// The earliest deadline, as ``first``; nil if no timer is scheduled.
  ///
  /// What it has to look for it remembers, so that it costs O(1) for each timer that was scheduled or
  /// cancelled: it is for a loop that is about to wait.
  @inlinable
  public mutating func findFirst() -> Instant? {
    count > 0 ? findFirstOfAll() : nil
  }

  @usableFromInline
  mutating func findFirstOfAll() -> Instant? {
    if !arrivals.isEarliestLive(slots) {
      if arrivals.isSweepPaidFor { arrivals.sweep(&slots) } else { takeInArrivals() }
    }
    return first(ofArrivals: arrivals.earliest)
  }

  /// Begins a batch: the timers due at `instant` that are scheduled by now.
  ///
  /// Those that are scheduled while the batch is read wait for the next one, so that a timer that schedules
  /// its successor in the past neither keeps the batch from ending nor holds up the others in it.
  public mutating func beginBatch(at instant: Instant) {
    if late.count > 0 { admitLate() }
    batchInstant = instant.nanoseconds
    if arrivals.earliest.deadline <= batchInstant, arrivals.count > 0 { admitArrivals() }
    // More than a third is cancelled, so that a sweep looks at less than three entries for each that it
    // throws out, however many there are: fewer than it takes to pull that one off the top of the heap.
    if hasDue, heap.count - slots.live > slots.live / 2 { sweep() }
  }

  /// Whether the batch has a timer left to give.
  @inlinable @inline(__always)
  public var hasDue: Bool {
    let first = min(heap.first, run.first)
    return first.deadline <= batchInstant && first < .none
  }

  /// Takes the next due timer of the batch; nil at its end.
  @inlinable
  public mutating func popDue() -> TimerToken? {
    hasDue ? takeFirstDue() : nil
  }

  @usableFromInline
  mutating func takeFirstDue() -> TimerToken {
    assert(hasDue)
    var first = heap.first
    let isInRun = run.first < first
    if isInRun { first = run.first }
    let token = slots.token(of: first.slot)
    slots.free(first.slot)
    if isInRun { run.dropFirst(&slots) } else { heap.dropFirst(&slots) }
    if slots.live == 0 { restart() }
    return token
  }
}

extension TimerQueue {
  /// The memory that the queue holds.
  package var allocatedBytes: Int {
    arrivals.allocatedBytes + heap.allocatedBytes + run.allocatedBytes + late.allocatedBytes
      + slots.allocatedBytes
  }

  /// Gives back the memory that the scheduled timers do not need.
  public mutating func shrink() {
    sweep()
    arrivals.shrink()
    heap.shrink()
    run.shrink()
    late.shrink()
    slots.shrink()
  }

  private var holdsCancelled: Bool {
    arrivals.count + heap.count + run.count + late.count > slots.live
  }

  private func first(ofArrivals earliest: TimerEntry) -> Instant? {
    guard slots.live > 0 else { return nil }
    return Instant(nanoseconds: min(min(earliest, heap.first), min(run.first, late.first)).deadline)
  }

  /// Schedules a timer that is late, or for which there is no room or no sequence yet.
  @usableFromInline @inline(never)
  mutating func scheduleOutOfTheOrdinary(at deadline: Instant) -> TimerToken {
    if nextSequence == TimerSlots.free { renumber() }
    let isLate = deadline.nanoseconds <= batchInstant
    let holdsCancelled = holdsCancelled
    if !isLate, arrivals.isFull { arrivals.makeRoom(sweeping: holdsCancelled, &slots) }
    if isLate, late.isFull { late.makeRoom(sweeping: holdsCancelled, &slots) }
    let token = slots.take(for: nextSequence)
    let entry = TimerEntry(deadline: deadline.nanoseconds, sequence: nextSequence, slot: token.index)
    if isLate { late.insert(entry) } else { arrivals.append(entry) }
    nextSequence &+= 1
    return token
  }

  /// Lets the arrivals into the batch: some of them are due, or were until they were cancelled.
  private mutating func admitArrivals() {
    // What an earlier batch left unread comes first.
    if run.count == 0 { run.take(&arrivals, dueBy: batchInstant, &slots) }
    takeInArrivals()
  }

  private mutating func takeInArrivals() {
    heap.takeIn(&arrivals, sweeping: holdsCancelled, &slots)
  }

  /// Lets the late timers into the heap.
  private mutating func admitLate() {
    if heap.count == 0 {
      swap(&heap, &late)
      return
    }
    while late.count > 0 {
      if heap.isFull { heap.makeRoom(sweeping: holdsCancelled, &slots) }
      heap.insert(late.first)
      late.dropFirst(&slots)
    }
  }

  /// Begins the slots anew, where no timer is scheduled.
  private mutating func restart() {
    slots.restart()
    arrivals.removeAll()
  }

  private mutating func sweep() {
    arrivals.sweep(&slots)
    heap.sweep(&slots)
    run.sweep(&slots)
    late.sweep(&slots)
  }

  /// Numbers all timers anew, in their order, when the sequences are used up.
  ///
  /// A late timer was scheduled after every timer of the heap that has the same deadline: a timer of the heap
  /// that is due by the batch's instant was scheduled before the batch began. So the late ones come second.
  @inline(never)
  private mutating func renumber() {
    sweep()
    takeInArrivals()
    heap.takeIn(&run, &slots)
    nextSequence = heap.renumber(from: 0, &slots)
    nextSequence = late.renumber(from: nextSequence, &slots)
  }
}
