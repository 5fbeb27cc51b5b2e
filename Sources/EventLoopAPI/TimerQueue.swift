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
    static let late = UInt32.max - 1

    /// Where the timer stands in the heap, or `free`, or `late`.
    var position: UInt32
    /// Counts the owners of the slot, so that a spent token is recognised.
    var generation: UInt32
  }

  private var heap: [Entry] = []
  private var slots: [Slot] = []
  private var freeSlots: [UInt32] = []
  private var nextSequence: UInt64 = 0

  /// What was scheduled too late for the batch being read, though it is due by the batch's instant.
  private var late: [Entry] = []
  private var batchInstant: UInt64 = 0

  package init() {}

  package var count: Int { heap.count + late.count }

  /// The earliest deadline.
  package var first: Instant? {
    var earliest = heap.first?.deadline
    for entry in late {
      earliest = min(earliest ?? entry.deadline, entry.deadline)
    }
    return earliest.map(Instant.init(nanoseconds:))
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
    if entry.deadline <= batchInstant {
      slots[Int(slot)].position = Slot.late
      late.append(entry)
    } else {
      insert(entry)
    }
    return TimerToken(index: slot, generation: slots[Int(slot)].generation)
  }

  /// Removes a timer and frees its slot at once; false if the token is spent.
  package mutating func cancel(_ timer: TimerToken) -> Bool {
    let index = Int(timer.index)
    guard index < slots.count, slots[index].generation == timer.generation,
      slots[index].position != Slot.free
    else { return false }
    if slots[index].position == Slot.late {
      late.removeAll { $0.slot == timer.index }
      free(timer.index)
    } else {
      remove(at: Int(slots[index].position))
    }
    return true
  }

  /// Begins a batch: the timers due at `instant` that are scheduled by now.
  ///
  /// Those that are scheduled while the batch is read wait for the next one, so that a timer that schedules
  /// its successor in the past neither keeps the batch from ending nor holds up the others in it.
  package mutating func beginBatch(at instant: Instant) {
    for entry in late {
      insert(entry)
    }
    late.removeAll(keepingCapacity: true)
    batchInstant = instant.nanoseconds
  }

  /// Whether the batch has a timer left to give.
  package var hasDue: Bool {
    heap.first.map { $0.deadline <= batchInstant } ?? false
  }

  /// Takes the next due timer of the batch.
  package mutating func popDue() -> TimerToken? {
    guard hasDue, let first = heap.first else { return nil }
    let token = TimerToken(index: first.slot, generation: slots[Int(first.slot)].generation)
    remove(at: 0)
    return token
  }

  private mutating func free(_ slot: UInt32) {
    slots[Int(slot)].position = Slot.free
    // A slot that has had every generation is retired: its first token could still be in somebody's hands.
    guard slots[Int(slot)].generation < .max else { return }
    slots[Int(slot)].generation += 1
    freeSlots.append(slot)
  }

  private mutating func insert(_ entry: Entry) {
    heap.append(entry)
    siftUp(entry, from: heap.count - 1)
  }

  private mutating func remove(at position: Int) {
    free(heap[position].slot)
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
