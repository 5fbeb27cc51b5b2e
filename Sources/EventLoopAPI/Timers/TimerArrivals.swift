/// The timers that were scheduled since the heap took some in, in the order of scheduling.
///
/// Most timers of a server are cancelled long before they are due, and a timer that has come no further than
/// this has cost one store. They go into the heap all at once: when one of them is due, or when the earliest
/// was cancelled and looking for the next earliest is not paid for.
///
/// Safety: every place that is written lies in `TimerHeap.root..<end`, and `end` is at most the count of the
/// table; whoever appends looks at `isFull` before.
@usableFromInline
package struct TimerArrivals: ~Copyable {
  private static let leastCapacity = 16

  /// The places before the heap's root are left out, so that the heap can take over the memory as it is.
  @usableFromInline
  var entries = Table<TimerEntry>()

  /// The place behind the last entry.
  @usableFromInline
  var end = TimerHeap.root

  /// The earliest of those that have come since they were last swept, also if it is cancelled now.
  @usableFromInline
  var earliest = TimerEntry.none

  /// The place behind the last of those that were here when they were last swept.
  private var endOfSwept = TimerHeap.root

  init() {
    entries.grow(toHold: Self.leastCapacity, filledWith: TimerHeap.least)
  }

  /// The entries, cancelled ones among them.
  @inlinable
  var count: Int { end - TimerHeap.root }

  @inlinable
  var isFull: Bool { end == entries.count }

  var allocatedBytes: Int { entries.allocatedBytes }

  /// Puts the timer that was scheduled last behind the others, where there is room.
  @inlinable @inline(__always)
  mutating func append(_ entry: TimerEntry) {
    assert(!isFull)
    entries[end] = entry
    end &+= 1
    if entry < earliest { earliest = entry }
  }

  /// Makes room for another: by sweeping if that frees a quarter of it, and else by growing.
  @inline(never)
  mutating func makeRoom(sweeping: Bool, _ slots: inout TimerSlots) {
    if sweeping { sweep(&slots) }
    if end > entries.count / 4 * 3 {
      entries.grow(toHold: entries.count + 1, filledWith: TimerHeap.least)
    }
  }

  /// Whether looking at all of them is paid for by those that have come since that was done last.
  var isSweepPaidFor: Bool { end - endOfSwept >= endOfSwept - TimerHeap.root }

  /// Whether the earliest is that of a scheduled timer, or there is none at all.
  func isEarliestLive(_ slots: borrowing TimerSlots) -> Bool { count == 0 || slots.isLive(earliest) }

  /// The earliest of a scheduled timer, found by looking at all.
  func findEarliest(_ slots: borrowing TimerSlots) -> TimerEntry {
    var found = TimerEntry.none
    for place in TimerHeap.root..<end where slots.isLive(entries[place]) {
      found = min(found, entries[place])
    }
    return found
  }

  /// Throws out the entries of cancelled timers.
  mutating func sweep(_ slots: inout TimerSlots) {
    var kept = TimerHeap.root
    for place in TimerHeap.root..<end {
      // Without a branch, since nobody can foretell which timers are cancelled.
      entries[kept] = entries[place]
      kept &+= slots.isLive(entries[place]) ? 1 : 0
    }
    end = kept
    endOfSwept = kept
    earliest = findEarliest(slots)
  }

  /// How many are due by an instant, cancelled ones among them.
  func count(dueBy instant: UInt64) -> Int {
    var result = 0
    for place in TimerHeap.root..<end { result &+= entries[place].deadline <= instant ? 1 : 0 }
    return result
  }

  /// Moves those that are due by an instant to a table that has room for them, and throws out the cancelled.
  ///
  /// Returns how many were moved. Those that are moved, and those that stay, keep their order.
  mutating func moveDue(
    by instant: UInt64, to table: inout Table<TimerEntry>, _ slots: inout TimerSlots
  ) -> Int {
    var kept = TimerHeap.root
    var moved = 0
    for place in TimerHeap.root..<end {
      let entry = entries[place]
      let isLive = slots.isLive(entry)
      let isDue = entry.deadline <= instant
      // Without a branch, as in a sweep.
      entries[kept] = entry
      table[moved] = entry
      kept &+= isLive && !isDue ? 1 : 0
      moved &+= isLive && isDue ? 1 : 0
    }
    end = kept
    return moved
  }

  mutating func removeAll() {
    end = TimerHeap.root
    endOfSwept = end
    earliest = .none
  }

  /// Gives back the memory that the entries do not need.
  mutating func shrink() {
    var capacity = Self.leastCapacity
    while capacity < end { capacity *= 2 }
    entries.shrink(to: capacity)
  }
}
