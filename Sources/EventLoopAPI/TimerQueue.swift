/// The timers of a loop: a heap ordered by deadline, then by the order of scheduling.
///
/// Both backends keep their timers in it, so that order, cancellation and resolution do not depend on what is
/// beneath. Scheduling, cancelling and expiry cost O(log n); memory grows by doubling and is reused.
package struct TimerQueue: ~Copyable {
  private struct Entry {
    var deadline: UInt64
    var sequence: UInt64
    var slot: UInt32
  }

  private struct Slot {
    static let free = UInt32.max

    /// Where the timer stands in the heap, or `free`.
    var position: UInt32
    /// Counts the owners of the slot, so that a spent token is recognised.
    var generation: UInt32
  }

  private var heap: [Entry] = []
  private var slots: [Slot] = []
  private var freeSlots: [UInt32] = []
  private var nextSequence: UInt64 = 0

  /// The batch being read: timers due at this instant, scheduled before this place in the order.
  private var batch: (instant: UInt64, sequence: UInt64) = (0, 0)

  package init() {}

  package var count: Int { heap.count }

  /// The earliest deadline.
  package var first: Instant? {
    heap.first.map { Instant(nanoseconds: $0.deadline) }
  }

  package mutating func schedule(at deadline: Instant) -> TimerToken {
    let slot: UInt32
    if let free = freeSlots.popLast() {
      slot = free
    } else {
      slot = UInt32(slots.count)
      slots.append(Slot(position: Slot.free, generation: 1))
    }
    let entry = Entry(deadline: deadline.nanoseconds, sequence: nextSequence, slot: slot)
    nextSequence += 1
    heap.append(entry)
    siftUp(entry, from: heap.count - 1)
    return TimerToken(index: slot, generation: slots[Int(slot)].generation)
  }

  /// Removes a timer and frees its slot at once; false if the token is spent.
  package mutating func cancel(_ timer: TimerToken) -> Bool {
    let index = Int(timer.index)
    guard index < slots.count, slots[index].generation == timer.generation,
      slots[index].position != Slot.free
    else { return false }
    remove(at: Int(slots[index].position))
    return true
  }

  /// Begins a batch: the timers due at `instant` that are scheduled by now.
  ///
  /// Those that are scheduled while the batch is read wait for the next one, so that a timer that schedules
  /// its successor in the past cannot keep the batch from ending.
  package mutating func beginBatch(at instant: Instant) {
    batch = (instant.nanoseconds, nextSequence)
  }

  /// Whether the batch has a timer left to give.
  package var hasDue: Bool {
    guard let first = heap.first else { return false }
    return first.deadline <= batch.instant && first.sequence < batch.sequence
  }

  /// Takes the next due timer of the batch.
  package mutating func popDue() -> TimerToken? {
    guard hasDue, let first = heap.first else { return nil }
    let token = TimerToken(index: first.slot, generation: slots[Int(first.slot)].generation)
    remove(at: 0)
    return token
  }

  private mutating func remove(at position: Int) {
    let slot = Int(heap[position].slot)
    slots[slot].position = Slot.free
    slots[slot].generation &+= 1
    freeSlots.append(UInt32(slot))
    let last = heap.removeLast()
    guard position < heap.count else { return }
    if position > 0, precedes(last, heap[(position - 1) / 4]) {
      siftUp(last, from: position)
    } else {
      siftDown(last, from: position)
    }
  }

  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.deadline != right.deadline ? left.deadline < right.deadline : left.sequence < right.sequence
  }

  private mutating func place(_ entry: Entry, at position: Int) {
    heap[position] = entry
    slots[Int(entry.slot)].position = UInt32(position)
  }

  private mutating func siftUp(_ entry: Entry, from start: Int) {
    var position = start
    while position > 0 {
      let parent = (position - 1) / 4
      guard precedes(entry, heap[parent]) else { break }
      place(heap[parent], at: position)
      position = parent
    }
    place(entry, at: position)
  }

  private mutating func siftDown(_ entry: Entry, from start: Int) {
    var position = start
    while true {
      let firstChild = 4 * position + 1
      guard firstChild < heap.count else { break }
      var least = firstChild
      for child in (firstChild + 1)..<max(firstChild + 1, min(firstChild + 4, heap.count))
      where precedes(heap[child], heap[least]) {
        least = child
      }
      guard precedes(heap[least], entry) else { break }
      place(heap[least], at: position)
      position = least
    }
    place(entry, at: position)
  }
}
