internal import EventLoopAPI

/// The registrations by token, the numbers of their descriptors, and the queue of those that libuv has
/// reported.
///
/// The slots are in memory of its own, so that a turn neither allocates nor counts references; only a
/// registration may make it grow. A pointer into it is valid until the next call of `take`. The table is
/// freed by its owner with `deallocate`, once.
struct SlotTable {
  /// Slot 0 is the loop's own: the watcher of the inner set, which takes its turn like any registration.
  static let innerSet: UInt32 = 0

  private var slots: UnsafeMutablePointer<Slot>
  private(set) var count = 1
  private var capacity = 16
  private var firstFree = Slot.none

  /// The slot that a descriptor's number stands for, or `Slot.none`.
  private var slotsByDescriptor: [UInt32] = []

  /// The ends of the queue.
  private(set) var first = Slot.none
  private var last = Slot.none

  /// The live registrations.
  private(set) var registrationCount = 0

  init() {
    slots = .allocate(capacity: capacity)
    slots.initialize(to: Slot())
  }

  func deallocate() {
    slots.deallocate()
  }

  /// A slot in its place, so that whoever looks at one part of it copies no more.
  subscript(_ index: UInt32) -> Slot {
    unsafeAddress {
      assert(index < count)
      return UnsafePointer(slots + Int(index))
    }
    nonmutating unsafeMutableAddress {
      assert(index < count)
      return slots + Int(index)
    }
  }

  /// The slot that a token names, if the token is not stale.
  func find(_ token: Token) -> UInt32? {
    let index = token.index
    guard index != Self.innerSet, index < count, self[index].generation == token.generation,
      self[index].place != .free
    else { return nil }
    return index
  }

  func token(_ index: UInt32) -> Token {
    Token(index: index, generation: self[index].generation)
  }

  /// Gives a free slot to a descriptor's registration.
  mutating func take(_ descriptor: CInt, _ place: Slot.Place) -> UInt32 {
    let index: UInt32
    if firstFree != Slot.none {
      index = firstFree
      firstFree = self[index].next
      self[index].next = Slot.none
    } else {
      if count == capacity { grow() }
      index = UInt32(count)
      (slots + count).initialize(to: Slot())
      count += 1
    }
    self[index].descriptor = descriptor
    self[index].place = place
    registrationCount += 1
    return index
  }

  /// Takes a slot back; its tokens are stale from now on.
  mutating func free(_ index: UInt32) {
    assert(self[index].handle == nil && index != Self.innerSet)
    remove(index)
    if slot(of: self[index].descriptor) == index {
      setSlot(of: self[index].descriptor, to: Slot.none)
    }
    self[index].reset()
    self[index].next = firstFree
    firstFree = index
    registrationCount -= 1
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<Slot>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: slots, count: count)
    slots.deallocate()
    slots = larger
    capacity *= 2
  }
}

extension SlotTable {
  /// The slot that a number stands for.
  func slot(of descriptor: CInt) -> UInt32 {
    let position = Int(descriptor)
    return slotsByDescriptor.indices.contains(position) ? slotsByDescriptor[position] : Slot.none
  }

  mutating func setSlot(of descriptor: CInt, to index: UInt32) {
    let position = Int(descriptor)
    while slotsByDescriptor.count <= position {
      slotsByDescriptor.append(Slot.none)
    }
    slotsByDescriptor[position] = index
  }
}

extension SlotTable {
  /// Queues a slot behind the others, unless it stands there already.
  mutating func append(_ index: UInt32) {
    guard !self[index].isQueued else { return }
    assert(self[index].handle != nil, "only libuv reports")
    self[index].isQueued = true
    self[index].next = Slot.none
    self[index].previous = last
    if last == Slot.none {
      first = index
    } else {
      self[last].next = index
    }
    last = index
  }

  /// Takes a slot out of the queue, if it stands there.
  mutating func remove(_ index: UInt32) {
    guard self[index].isQueued else { return }
    let (previous, next) = (self[index].previous, self[index].next)
    if previous == Slot.none {
      first = next
    } else {
      self[previous].next = next
    }
    if next == Slot.none {
      last = previous
    } else {
      self[next].previous = previous
    }
    self[index].isQueued = false
    self[index].next = Slot.none
    self[index].previous = Slot.none
  }
}
