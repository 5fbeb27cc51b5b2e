/// The places that timers' tokens name, each with the generation of its owner.
///
/// Safety: an index from a token is compared with the table's count before it is used; every other one comes
/// from an entry, which was made with a slot that `take` returned; and `shrink` drops only slots of which the
/// queue has swept out the entries.
@usableFromInline
package struct TimerSlots: ~Copyable {
  // Not private: Swift 6.3 fails to compile a client that destroys a table of a private type.
  @usableFromInline
  struct Slot: BitwiseCopyable {
    /// The sequence of the timer; if there is none, `free` and the next free slot.
    @usableFromInline var content: UInt32
    /// Counts the owners of the slot, so that a spent token is recognised.
    @usableFromInline var generation: UInt32
  }

  /// The bit that tells a free slot, and the first number that is no sequence.
  @usableFromInline
  static var free: UInt32 { 1 << 31 }

  /// The end of the list of free slots.
  @usableFromInline
  static var endOfList: UInt32 { .max }

  /// The content of a slot that has had every generation.
  private static let retired = UInt32.max - 1

  /// No more slots are made, so that a slot's number is never taken for one of the two above.
  private static let limit = 1 << 30

  /// A slot whose generation has come so far is kept by `shrink`, so that new slots have most of theirs left.
  private static let worn: UInt32 = 1 << 31

  private static let leastCapacity = 16

  @usableFromInline
  var table = Table<Slot>()

  /// The slots that have a timer.
  @usableFromInline
  var live = 0

  @usableFromInline
  var firstFree = endOfList

  /// The first of the slots at the end that are neither taken, nor in the list, nor retired.
  @usableFromInline
  var unlisted = 0

  /// Whether a slot is retired.
  private var hasRetired = false

  /// The generation of a slot that is made: at least that of any slot that was given back.
  private var firstGeneration: UInt32

  init(firstGeneration: UInt32) {
    self.firstGeneration = firstGeneration
    addSlots()
  }

  var allocatedBytes: Int { table.allocatedBytes }

  /// Whether the timer of an entry is still scheduled.
  @inline(__always)
  func isLive(_ entry: TimerEntry) -> Bool { table[Int(entry.slot)].content == entry.sequence }

  /// Whether a token names a scheduled timer; any token may be asked for.
  @inline(__always)
  func isLive(_ timer: TimerToken) -> Bool {
    guard timer.index < table.count else { return false }
    let slot = table[Int(timer.index)]
    return slot.generation == timer.generation && slot.content < Self.free
  }

  @inlinable @inline(__always)
  func token(of slot: UInt32) -> TimerToken {
    TimerToken(index: slot, generation: table[Int(slot)].generation)
  }

  mutating func setSequence(_ sequence: UInt32, of slot: UInt32) {
    table[Int(slot)].content = sequence
  }

  @inlinable @inline(__always)
  mutating func take(for sequence: UInt32) -> TimerToken {
    let token: TimerToken
    if firstFree != Self.endOfList {
      token = self.token(of: firstFree & ~Self.free)
      firstFree = table[Int(token.index)].content
    } else {
      if unlisted == table.count { addSlots() }
      token = self.token(of: UInt32(truncatingIfNeeded: unlisted))
      unlisted &+= 1
    }
    live &+= 1
    table[Int(token.index)].content = sequence
    return token
  }

  @inline(__always)
  mutating func free(_ slot: UInt32) {
    live &-= 1
    // A slot that has had every generation is retired: its first token could still be in somebody's hands.
    guard table[Int(slot)].generation < .max else {
      table[Int(slot)].content = Self.retired
      hasRetired = true
      return
    }
    table[Int(slot)].generation &+= 1
    table[Int(slot)].content = firstFree
    firstFree = slot | Self.free
  }

  @usableFromInline @inline(never)
  mutating func addSlots() {
    precondition(table.count < Self.limit, "more timers than 2^30")
    let slot = Slot(content: Self.endOfList, generation: firstGeneration)
    table.grow(toHold: table.count + 1, filledWith: slot)
  }
}

extension TimerSlots {
  /// Forgets the order in which slots were freed, where no slot has a timer.
  ///
  /// The next timers then have slots that lie in the order of scheduling, and a processor likes that. Where a
  /// slot is retired, the list remains: it alone leaves such slots out.
  @inline(__always)
  mutating func restart() {
    assert(live == 0)
    guard !hasRetired else { return }
    firstFree = Self.endOfList
    unlisted = 0
  }

  /// Drops the free slots at the end, and gives back the memory that is not needed.
  ///
  /// A slot that is made later in the place of a dropped one begins with a generation that the dropped one
  /// never gave out, so that an old token does not name the new timer.
  mutating func shrink() {
    var used = table.count
    while used > 0, isDroppable(table[used - 1]) { used -= 1 }
    var kept = Self.leastCapacity
    while kept < used { kept *= 2 }
    guard kept < table.count else { return }
    for slot in kept..<table.count { firstGeneration = max(firstGeneration, table[slot].generation) }
    unlist(from: kept)
    table.shrink(to: kept)
  }

  private func isDroppable(_ slot: Slot) -> Bool {
    slot.content >= Self.free && slot.generation < Self.worn
  }

  /// Takes the slots from `end` on out of the list of free ones, and keeps the order of the others.
  private mutating func unlist(from end: Int) {
    unlisted = min(unlisted, end)
    var next = firstFree
    var last: Int?
    firstFree = Self.endOfList
    while next != Self.endOfList {
      let slot = Int(next & ~Self.free)
      if slot < end {
        if let last { table[last].content = next } else { firstFree = next }
        last = slot
      }
      next = table[slot].content
    }
    if let last { table[last].content = Self.endOfList }
  }
}
