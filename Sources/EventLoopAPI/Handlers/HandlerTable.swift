/// The handlers of a dispatcher's registrations, found by token.
///
/// An event must cost no reference counting, no exclusivity check and no allocation: hence raw memory and
/// unretained calls.
///
/// Safety: a table owns its memory, which nothing else can reach, and is not sent to another thread; it is
/// kept alive by the turn that calls its handlers. A box is reached by one slot or by the list of retired
/// boxes, never by both, and is released once: by ``retire(_:)`` outside a turn, else by ``endTurn()``. So a
/// box that is called lives until its turn has ended, whatever its handler does. Every index is masked to the
/// capacity, a power of two, and every token compared with the slot's, so no token that a loop invents reads
/// other memory. Releasing a box runs code of the user's, and so comes last, when all is consistent; no
/// access to a variable below lasts longer than to read or write it, and so none needs a check for
/// exclusivity.
@usableFromInline
final class HandlerTable<Loop: EventLoop & ~Copyable> {
  /// As many as `mask` and one, all initialized.
  @exclusivity(unchecked) @usableFromInline var slots: UnsafeMutablePointer<Slot>

  /// The bits of an index that say the slot.
  @exclusivity(unchecked) @usableFromInline var mask: UInt32

  /// Whether a handler may be running.
  @exclusivity(unchecked) @usableFromInline var isInTurn = false

  /// The first of the boxes that wait for the end of the turn.
  @exclusivity(unchecked) @usableFromInline var retired: Unmanaged<HandlerBox<Loop>>?

  @inlinable
  init() {
    mask = 15
    slots = Self.emptySlots(count: 16)
  }

  @inlinable
  deinit {
    for index in 0...Int(mask) {
      slots[index].box?.release()
    }
    slots.deallocate()
  }

  /// The slot of a registration, which then has a box.
  @inlinable
  func find(_ token: Token) -> UnsafeMutablePointer<Slot>? {
    let slot = slots + Int(token.index & mask)
    guard slot.pointee.token.rawValue == token.rawValue else { return nil }
    assert(slot.pointee.box != nil, "an empty slot has the token of another place")
    return slot
  }

  /// Calls the handler of a registration, if it has one.
  @inlinable
  func call(_ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<Loop>) {
    guard let slot = find(token) else { return }
    slot.pointee.box.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.handler(&dispatcher, token, readiness) }
  }

  /// Makes a handler that of a registration, in the place of the one it had.
  @inlinable
  func put(_ handler: @escaping Dispatcher<Loop>.ReadinessHandler, at token: Token) {
    if token.index > mask { grow(toHold: token.index) }
    let slot = slots + Int(token.index)
    let former = slot.pointee.box
    slot.pointee.token = token
    slot.pointee.box = Unmanaged.passRetained(HandlerBox(handler))
    if let former { retire(former) }
  }

  /// Takes the handler of a registration away, if it has one.
  @inlinable
  func remove(_ token: Token) {
    guard let slot = find(token), let box = slot.pointee.box else { return }
    slot.pointee = Slot(emptyAt: token.index)
    retire(box)
  }

  /// Releases a box that no slot holds, or leaves it to the end of the turn, as it may be running.
  @inlinable
  func retire(_ box: Unmanaged<HandlerBox<Loop>>) {
    guard isInTurn else { return box.release() }
    box._withUnsafeGuaranteedRef { $0.nextRetired = retired }
    retired = box
  }

  @inlinable
  func beginTurn() {
    precondition(!isInTurn, "a handler must not call turn(_:) or run() of its dispatcher")
    isInTurn = true
  }

  @inlinable
  func endTurn() {
    isInTurn = false
    while let box = retired {
      retired = box._withUnsafeGuaranteedRef { $0.nextRetired }
      box.release()
    }
  }

  @inlinable
  func grow(toHold index: UInt32) {
    let former = (slots: slots, count: Int(mask) + 1)
    // The index has a higher bit than the mask: this at least doubles.
    mask = .max >> UInt32(index.leadingZeroBitCount)
    slots = Self.emptySlots(count: Int(mask) + 1)
    slots.update(from: former.slots, count: former.count)
    former.slots.deallocate()
  }

  @inlinable
  static func emptySlots(count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    for index in 0..<count {
      (slots + index).initialize(to: Slot(emptyAt: UInt32(index)))
    }
    return slots
  }
}

extension HandlerTable where Loop: ~Copyable {
  @usableFromInline
  struct Slot {
    /// The registration; in an empty slot a token that is masked to another slot.
    @usableFromInline var token: Token

    /// Nil in an empty slot, and only there.
    @usableFromInline var box: Unmanaged<HandlerBox<Loop>>?

    @inlinable
    init(emptyAt index: UInt32) {
      token = Token(index: ~index, generation: 0)
      box = nil
    }
  }
}
