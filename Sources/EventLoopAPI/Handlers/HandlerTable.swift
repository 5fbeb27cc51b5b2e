/// The handlers of a dispatcher: those of registrations, found by token, and the cells of all.
///
/// An event must cost no reference counting, no exclusivity check and no allocation: hence raw memory, in
/// which handlers are called where they lie. As this is written for handlers that cannot be copied, the
/// compiler copies none. Cells are used again, so that a registration need not allocate either.
///
/// Safety: a table owns its memory, which nothing else can reach, and is not sent to another thread; it is
/// kept alive by the turn that calls its handlers. A cell is in one slot, of the table or of the dispatcher's
/// timers, or in one of the lists of retired and of spare cells. Its handler is destroyed on the way to the
/// last, by ``retire(_:)`` outside a turn, else by ``endTurn()``. So a handler that is called lives until its
/// turn has ended, whatever it does, and nobody writes to it. Every index is masked to the capacity, a power
/// of two: a token that a loop has invented calls another's handler or none, but reads no other memory.
/// Destroying a handler runs code of the user's, and is therefore done when all is consistent; no access to a
/// variable below lasts longer than to read or write it, and so none needs a check for exclusivity.
@usableFromInline
final class HandlerTable<Handler: EventHandler & ~Copyable> {
  @usableFromInline typealias Cell = UnsafeMutablePointer<HandlerCell<Handler>>

  /// As many as `mask` and one, all initialized.
  @exclusivity(unchecked) @usableFromInline var slots: UnsafeMutablePointer<Cell?>

  /// The bits of an index that say the slot.
  @exclusivity(unchecked) @usableFromInline var mask: UInt32

  /// Whether a handler may be running.
  @exclusivity(unchecked) @usableFromInline var isInTurn = false

  /// The first of the cells that wait for the end of the turn.
  @exclusivity(unchecked) @usableFromInline var retired: Cell?

  /// The first of the cells without a handler; each begins with the address of the next one.
  @exclusivity(unchecked) @usableFromInline var spare: UnsafeMutableRawPointer?

  @inlinable
  init() {
    mask = 15
    slots = Self.emptySlots(count: 16)
  }

  @inlinable
  deinit {
    for index in 0...Int(mask) {
      if let cell = slots[index] { recycle(cell) }
    }
    while let cell = spare {
      spare = cell.load(as: UnsafeMutableRawPointer?.self)
      cell.deallocate()
    }
    slots.deallocate()
  }

  /// Calls the handler at the place of a registration, if there is one.
  @inlinable
  func call(
    _ token: Token, _ readiness: Readiness,
    _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Handler>
  ) throws(Handler.Failure) {
    guard let cell = slots[Int(token.index & mask)] else { return }
    try cell.pointee.handler.ready(token, readiness, &dispatcher)
  }

  /// Whether a registration has a handler.
  @inlinable
  func contains(_ token: Token) -> Bool {
    guard let cell = slots[Int(token.index & mask)] else { return false }
    return cell.pointee.token == token.rawValue
  }

  /// Makes a handler that of a registration, in the place of the one that is there.
  @inlinable
  func put(_ handler: consuming Handler, at token: Token) {
    if token.index > mask { grow(toHold: token.index) }
    let slot = slots + Int(token.index)
    let former = slot.pointee
    slot.pointee = cell(for: token.rawValue, handler)
    if let former { retire(former) }
  }

  /// Takes the handler of a registration away, if it has one.
  @inlinable
  func remove(_ token: Token) {
    let slot = slots + Int(token.index & mask)
    guard let cell = slot.pointee, cell.pointee.token == token.rawValue else { return }
    slot.pointee = nil
    retire(cell)
  }

  @inlinable
  func beginTurn() {
    precondition(!isInTurn, "a handler must not call turn(_:) or run() of its dispatcher")
    isInTurn = true
  }

  @inlinable
  func endTurn() {
    isInTurn = false
    while let cell = retired {
      retired = cell.pointee.nextRetired
      recycle(cell)
    }
  }
}

extension HandlerTable where Handler: ~Copyable {
  /// Recycles a cell that no slot holds, or leaves it to the end of the turn, as its handler may be running.
  @inlinable
  func retire(_ cell: Cell) {
    guard isInTurn else { return recycle(cell) }
    cell.pointee.nextRetired = retired
    retired = cell
  }

  /// Destroys the handler of a cell that nothing holds, and keeps the cell for another one.
  @inlinable
  func recycle(_ cell: Cell) {
    cell.deinitialize(count: 1)
    let memory = UnsafeMutableRawPointer(cell)
    memory.storeBytes(of: spare, as: UnsafeMutableRawPointer?.self)
    spare = memory
  }

  /// Makes a cell, which is the caller's to put somewhere.
  @inlinable
  func cell(for token: UInt64, _ handler: consuming Handler) -> Cell {
    let cell: Cell
    if let memory = spare {
      spare = memory.load(as: UnsafeMutableRawPointer?.self)
      cell = memory.bindMemory(to: HandlerCell<Handler>.self, capacity: 1)
    } else {
      cell = .allocate(capacity: 1)
    }
    cell.initialize(to: HandlerCell(token, handler))
    return cell
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
  static func emptySlots(count: Int) -> UnsafeMutablePointer<Cell?> {
    let slots = UnsafeMutablePointer<Cell?>.allocate(capacity: count)
    slots.initialize(repeating: nil, count: count)
    return slots
  }
}
