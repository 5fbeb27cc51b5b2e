/// Timers that came due together, sorted, of which the first is taken next.
///
/// Where many are due in one batch, sorting them costs a few nanoseconds for each, and taking each off a heap
/// many times that.
///
/// Safety: `next..<end` lies in the table at all times, and whoever drops an entry has seen that there is
/// one.
@usableFromInline
package struct TimerRun: ~Copyable {
  /// From so many on, sorting is worth what it costs to begin with.
  private static let worthSorting = 64

  /// The most bits that a pass of sorting looks at: 512 places to write to are still in the nearest cache.
  private static let greatestDigit = 9

  /// The entries are in one half; sorting needs the other.
  @usableFromInline
  var entries = Table<TimerEntry>()

  @usableFromInline
  var next = 0

  @usableFromInline
  var end = 0

  /// The entries, cancelled ones among them.
  @inlinable
  var count: Int { end - next }

  /// The next entry, which is never that of a cancelled timer; `none` at the end.
  @inlinable
  var first: TimerEntry { next < end ? entries[next] : .none }

  var allocatedBytes: Int { entries.allocatedBytes }

  /// Takes over the arrivals that are due by an instant, if they are many; there must be none in the run.
  mutating func take(
    _ arrivals: inout TimerArrivals, dueBy instant: UInt64, _ slots: inout TimerSlots
  ) {
    assert(count == 0)
    let most = arrivals.count(dueBy: instant)
    guard most >= Self.worthSorting else { return }
    entries.grow(toHold: 2 * most, filledWith: .none)
    next = 0
    end = arrivals.moveDue(by: instant, to: &entries, &slots)
    sort()
  }

  /// Drops the first entry of a run that has one, and those of cancelled timers that come next.
  mutating func dropFirst(_ slots: inout TimerSlots) {
    assert(count > 0)
    repeat { next &+= 1 } while next < end && !slots.isLive(entries[next])
  }

  /// Throws out the entries of cancelled timers.
  mutating func sweep(_ slots: inout TimerSlots) {
    var kept = next
    for place in next..<end where slots.isLive(entries[place]) {
      entries[kept] = entries[place]
      kept += 1
    }
    end = kept
  }

  mutating func removeAll() {
    next = 0
    end = 0
  }

  /// Gives back the memory, if nothing is in it.
  mutating func shrink() {
    if count == 0 {
      removeAll()
      entries.shrink(to: 0)
    }
  }
}

extension TimerRun {
  /// Sorts by the deadline's digits, the lowest first.
  ///
  /// Each pass keeps the order of what is equal, and that was the order of scheduling to begin with. There
  /// are as many digits as it takes to tell the earliest from the latest: three for a tenth of a second.
  private mutating func sort() {
    var least = UInt64.max
    var greatest: UInt64 = 0
    for place in next..<end {
      least = min(least, entries[place].deadline)
      greatest = max(greatest, entries[place].deadline)
    }
    guard count > 1, least < greatest else { return }
    let bits = UInt64.bitWidth - (greatest - least).leadingZeroBitCount
    let passes = (bits + Self.greatestDigit - 1) / Self.greatestDigit
    let digit = (bits + passes - 1) / passes
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << digit) { starts in
      for pass in 0..<passes { distribute(from: least, shift: pass * digit, starts) }
    }
  }

  /// Moves all entries to the other half, in the order of one digit of what their deadlines are past `least`.
  private mutating func distribute(
    from least: UInt64, shift: Int, _ starts: UnsafeMutableBufferPointer<Int>
  ) {
    // The count is a power of two, and what is masked by it is a place.
    let mask = UInt64(starts.count - 1)
    let half = entries.count / 2
    let target = next < half ? half : 0
    starts.initialize(repeating: 0)
    for place in next..<end {
      starts[Int((entries[place].deadline &- least) &>> UInt64(shift) & mask)] &+= 1
    }
    var start = target
    for value in starts.indices {
      let count = starts[value]
      starts[value] = start
      start &+= count
    }
    for place in next..<end {
      let entry = entries[place]
      let value = Int((entry.deadline &- least) &>> UInt64(shift) & mask)
      entries[starts[value]] = entry
      starts[value] &+= 1
    }
    end = target + count
    next = target
  }
}
