/// The places that timers' tokens name, each with the generation of its owner.
///
/// Safety: `count` is at most the table's capacity, and every slot below it has been written. An index from a
/// token is compared with `count` before it is used; every other one comes from an entry, which was made with
/// a slot that `take` returned; and `shrink` drops only slots of which the queue has swept out the entries.
@usableFromInline
package struct TimerSlots: ~Copyable {
  // Not private: Swift 6.3 fails to compile a client that destroys a table of a private type.
  @usableFromInline
  struct Slot: BitwiseCopyable {
    /// The sequence of the timer; if there is none, `free` and the next free slot.
    var content: UInt32
    /// Counts the owners of the slot, so that a spent token is recognised.
    var generation: UInt32
  }

  /// The bit that tells a free slot, and the first number that is no sequence.
  static let free: UInt32 = 1 << 31

  /// The end of the list of free slots.
  private static let endOfList = UInt32.max

  /// The content of a slot that has had every generation.
  private static let retired = UInt32.max - 1

  /// No more slots are made, so that a slot's number is never taken for one of the two above.
  private static let limit = 1 << 30

  /// A slot whose generation has come so far is kept by `shrink`, so that new slots have most of theirs left.
  private static let worn: UInt32 = 1 << 31

  private static let leastCapacity = 8

  private var table = AlignedMemory<Slot>(capacity: leastCapacity)

  /// The slots that were made.
  private var count = 0

  /// The slots that have a timer.
  @usableFromInline
  private(set) var live = 0

  private var firstFree = endOfList

  /// The first of the slots at the end that are neither taken nor in the list.
  private var unlisted = 0

  /// The generation of a slot that is made: at least that of any slot that was given back.
  private var firstGeneration: UInt32

  init(firstGeneration: UInt32) {
    self.firstGeneration = firstGeneration
  }

  var allocatedBytes: Int { table.allocatedBytes }

  /// Whether the timer of an entry is still scheduled.
  @inline(__always)
  func isLive(_ entry: TimerEntry) -> Bool { table[Int(entry.slot)].content == entry.sequence }

  /// Whether a token names a scheduled timer; any token may be asked for.
  @inline(__always)
  func isLive(_ timer: TimerToken) -> Bool {
    guard timer.index < count else { return false }
    let slot = table[Int(timer.index)]
    return slot.generation == timer.generation && slot.content < Self.free
  }

  @inline(__always)
  func token(of slot: UInt32) -> TimerToken {
    TimerToken(index: slot, generation: table[Int(slot)].generation)
  }

  mutating func setSequence(_ sequence: UInt32, of slot: UInt32) {
    table[Int(slot)].content = sequence
  }

  @inline(__always)
  mutating func take(for sequence: UInt32) -> TimerToken {
    let slot: UInt32
    if firstFree != Self.endOfList {
      slot = firstFree & ~Self.free
      firstFree = table[Int(slot)].content
    } else {
      slot = takeUnlisted()
    }
    live &+= 1
    table[Int(slot)].content = sequence
    return token(of: slot)
  }

  @inline(__always)
  mutating func free(_ slot: UInt32) {
    live &-= 1
    // A slot that has had every generation is retired: its first token could still be in somebody's hands.
    guard table[Int(slot)].generation < .max else {
      table[Int(slot)].content = Self.retired
      return
    }
    table[Int(slot)].generation &+= 1
    table[Int(slot)].content = firstFree
    firstFree = slot | Self.free
  }

  @inline(__always)
  private mutating func takeUnlisted() -> UInt32 {
    while unlisted < count, table[unlisted].content == Self.retired { unlisted += 1 }
    if unlisted == count { append() }
    unlisted &+= 1
    return UInt32(truncatingIfNeeded: unlisted &- 1)
  }

  @inline(never)
  private mutating func append() {
    precondition(count < Self.limit, "more timers than 2^30")
    if count == table.capacity {
      table.resize(to: 2 * count, keeping: count)
    }
    table[count] = Slot(content: Self.endOfList, generation: firstGeneration)
    count += 1
  }
}

extension TimerSlots {
  /// Forgets the order in which slots were freed, where no slot has a timer.
  ///
  /// The next timers then have slots that lie in the order of scheduling, and a processor likes that.
  @inline(__always)
  mutating func restart() {
    assert(live == 0)
    firstFree = Self.endOfList
    unlisted = 0
  }

  /// Drops the free slots at the end, and gives back the memory that is not needed.
  ///
  /// A slot that is made later in the place of a dropped one begins with a generation that the dropped one
  /// never gave out, so that an old token does not name the new timer.
  mutating func shrink() {
    var kept = count
    while kept > 0, isDroppable(table[kept - 1]) {
      firstGeneration = max(firstGeneration, table[kept - 1].generation)
      kept -= 1
    }
    count = kept
    unlisted = min(unlisted, kept)
    relist()
    var capacity = Self.leastCapacity
    while capacity < count { capacity *= 2 }
    if capacity < table.capacity { table.resize(to: capacity, keeping: count) }
  }

  private func isDroppable(_ slot: Slot) -> Bool {
    slot.content >= Self.free && slot.generation < Self.worn
  }

  /// Takes the dropped slots out of the list of free ones, and keeps the order of the others.
  private mutating func relist() {
    var next = firstFree
    var last: Int?
    firstFree = Self.endOfList
    while next != Self.endOfList {
      let slot = Int(next & ~Self.free)
      if slot < count {
        if let last { table[last].content = next } else { firstFree = next }
        last = slot
      }
      next = table[slot].content
    }
    if let last { table[last].content = Self.endOfList }
  }
}
