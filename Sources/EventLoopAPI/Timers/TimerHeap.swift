/// A heap of timers, of which some may be cancelled already.
///
/// Each entry has four children, which share a cache line: the root stands at place 3, so that every group of
/// children begins at a multiple of 4. Nothing outside knows where an entry stands, so that moving one is a
/// single store: that is what makes cancelled timers stay until they come to the top or are swept out.
///
/// Safety: every place that is written lies in `root..<end`, and `end` is at most the count of the table;
/// whoever inserts looks at `isFull` before. A climb reads the place before the root too, and ends there:
/// nothing is less than what is in it.
@usableFromInline
package struct TimerHeap: ~Copyable {
  @usableFromInline
  static var root: Int { 3 }

  /// What fills the places that are not in use; at the place before the root, it ends every climb.
  @usableFromInline
  static var least: TimerEntry { TimerEntry(deadline: 0, sequence: 0, slot: 0) }

  private static let leastCapacity = 16

  @usableFromInline
  var entries = Table<TimerEntry>()

  /// The place behind the last entry.
  @usableFromInline
  var end = root

  init() {
    entries.grow(toHold: Self.leastCapacity, filledWith: Self.least)
  }

  /// The entries, cancelled ones among them.
  @inlinable
  var count: Int { end - Self.root }

  /// The first entry; `none` if the heap is empty.
  @inlinable
  var first: TimerEntry { end > Self.root ? entries[Self.root] : .none }

  @inlinable
  var isFull: Bool { end == entries.count }

  var allocatedBytes: Int { entries.allocatedBytes }

  /// Makes the heap less than full: by sweeping if that frees a quarter of it, and else by growing.
  ///
  /// A quarter of the capacity is then inserted before this is called again, so that the cost of an insertion
  /// stays the same however large the heap is.
  @inline(never)
  mutating func makeRoom(sweeping: Bool, _ slots: inout TimerSlots) {
    if sweeping { sweep(&slots) }
    if end > entries.count / 4 * 3 {
      entries.grow(toHold: entries.count + 1, filledWith: Self.least)
    }
  }

  /// Puts a timer into a heap that is not full, behind those of the same deadline.
  ///
  /// They were all scheduled before it, so that the sequences need not be compared.
  mutating func insert(_ entry: TimerEntry) {
    assert(!isFull)
    var place = end
    end &+= 1
    var parent = Self.parent(of: place)
    while entry.deadline < entries[parent].deadline {
      entries[place] = entries[parent]
      place = parent
      parent = Self.parent(of: place)
    }
    entries[place] = entry
  }

  /// Takes in the arrivals, which were all scheduled after what is in the heap, and throws out the cancelled.
  ///
  /// Where no timer comes due for a long time, nothing but the sweeping keeps cancelled ones from filling it.
  @inline(never)
  mutating func takeIn(_ arrivals: inout TimerArrivals, sweeping: Bool, _ slots: inout TimerSlots) {
    let arrived = arrivals.end
    // With nothing to take in, each keeps its memory.
    if count == 0, arrivals.count > 0 {
      // In place: what is in the heap so far never reaches beyond what was read.
      swap(&entries, &arrivals.entries)
      end = Self.root
      for place in Self.root..<arrived where slots.isLive(entries[place]) { insert(entries[place]) }
    } else {
      for place in Self.root..<arrived where slots.isLive(arrivals.entries[place]) {
        if isFull { makeRoom(sweeping: sweeping, &slots) }
        insert(arrivals.entries[place])
      }
    }
    arrivals.removeAll()
  }

  /// Takes in what is left of a run, whose timers may be of any age.
  mutating func takeIn(_ run: inout TimerRun, _ slots: inout TimerSlots) {
    for place in run.next..<run.end where slots.isLive(run.entries[place]) {
      if isFull { makeRoom(sweeping: false, &slots) }
      end &+= 1
      siftUp(run.entries[place], from: end - 1, to: Self.root)
    }
    run.removeAll()
  }

  /// Takes the first entry off a heap that is not empty, and those of cancelled timers that come next.
  mutating func dropFirst(_ slots: inout TimerSlots) {
    assert(count > 0)
    repeat {
      end &-= 1
      guard end > Self.root else { return }
      sift(entries[end], from: Self.root)
    } while !slots.isLive(entries[Self.root])
  }

  /// Throws out the entries of cancelled timers.
  mutating func sweep(_ slots: inout TimerSlots) {
    var kept = Self.root
    for place in Self.root..<end {
      // Without a branch, since nobody can foretell which timers are cancelled.
      entries[kept] = entries[place]
      kept &+= slots.isLive(entries[place]) ? 1 : 0
    }
    guard kept < end else { return }
    end = kept
    guard count > 1 else { return }
    for place in (Self.root...Self.parent(of: end - 1)).reversed() {
      sift(entries[place], from: place)
    }
  }

  /// Numbers the entries anew in their order, beginning with a sequence, and returns the one behind the last.
  mutating func renumber(from first: UInt32, _ slots: inout TimerSlots) -> UInt32 {
    // A sorted array is a heap.
    var inUse = UnsafeMutableBufferPointer(start: entries.base + Self.root, count: count)
    inUse.sort()
    var sequence = first
    for place in Self.root..<end {
      let entry = entries[place]
      entries[place] = TimerEntry(deadline: entry.deadline, sequence: sequence, slot: entry.slot)
      slots.setSequence(sequence, of: entry.slot)
      sequence += 1
    }
    return sequence
  }

  /// Gives back the memory that the entries do not need.
  mutating func shrink() {
    var capacity = Self.leastCapacity
    while capacity < end { capacity *= 2 }
    entries.shrink(to: capacity)
  }
}

extension TimerHeap {
  /// The place of an entry's parent; that of the root is the place before it.
  @inlinable @inline(__always)
  static func parent(of place: Int) -> Int {
    Int(bitPattern: UInt(bitPattern: place &+ 3 &* root &- 1) >> 2)
  }

  /// Puts an entry where a gap is, above which all are less than it.
  ///
  /// The gap sinks to the bottom, and the entry rises from there. It came from the bottom, so that it seldom
  /// rises far, and to compare it on the way down would cost a branch at each level that is hard to foretell.
  @inline(__always)
  private mutating func sift(_ entry: TimerEntry, from start: Int) {
    var gap = start
    var child = (gap &- Self.root) << 2 &+ Self.root &+ 1
    while child &+ 3 < end {
      let least = leastOfFour(at: child)
      entries[gap] = entries[least]
      gap = least
      child = (gap &- Self.root) << 2 &+ Self.root &+ 1
    }
    if child < end {
      var least = child
      for other in child..<end where entries[other] < entries[least] { least = other }
      entries[gap] = entries[least]
      gap = least
    }
    siftUp(entry, from: gap, to: start)
  }

  /// The place of the first of four children.
  ///
  /// It is computed from the comparisons' results and not chosen by them: the compiler would make branches of
  /// that, which no processor can foretell.
  @inline(__always)
  private func leastOfFour(at child: Int) -> Int {
    let left = child &+ (entries[child &+ 1] < entries[child] ? 1 : 0)
    let right = child &+ 2 &+ (entries[child &+ 3] < entries[child &+ 2] ? 1 : 0)
    return left &+ (right &- left) & (0 &- (entries[right] < entries[left] ? 1 : 0))
  }

  @inline(__always)
  private mutating func siftUp(_ entry: TimerEntry, from start: Int, to top: Int) {
    var place = start
    while place > top {
      let parent = Self.parent(of: place)
      guard entry < entries[parent] else { break }
      entries[place] = entries[parent]
      place = parent
    }
    entries[place] = entry
  }
}
