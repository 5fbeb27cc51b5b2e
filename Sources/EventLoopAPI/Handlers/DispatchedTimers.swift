/// The timers of a dispatcher with their handlers.
///
/// They have tokens of their own, since a repeating timer is another timer of the loop each time. Their cells
/// belong to the dispatcher's table.
@usableFromInline
struct DispatchedTimers<Handler: EventHandler & ~Copyable>: ~Copyable {
  @usableFromInline typealias Cell = HandlerTable<Handler>.Cell

  /// By place, as in the tokens given to users.
  @usableFromInline var slots: [Slot] = []
  @usableFromInline var freeSlots: [UInt32] = []

  /// By place in the loop: the slot that was last scheduled there.
  @usableFromInline var owners: [UInt32] = []

  @inlinable
  init() {}

  /// The slot of a timer that the loop reports.
  @inlinable
  func place(of scheduled: TimerToken) -> Int? {
    let index = Int(scheduled.index)
    guard index < owners.count else { return nil }
    let place = Int(owners[index])
    guard place < slots.count, slots[place].cell != nil,
      slots[place].scheduled.rawValue == scheduled.rawValue
    else { return nil }
    return place
  }

  /// The token that the user has.
  @inlinable
  func name(of place: Int) -> TimerToken {
    TimerToken(index: UInt32(place), generation: slots[place].generation)
  }

  /// Takes a slot for a timer of the loop, with a period of zero for one that is not repeated.
  @inlinable
  mutating func add(
    _ scheduled: TimerToken, at deadline: Instant, period: UInt64, _ cell: Cell
  ) -> TimerToken {
    let place: Int
    if let free = freeSlots.popLast() {
      place = Int(free)
      slots[place].cell = cell
      slots[place].period = period
    } else {
      place = slots.count
      slots.append(Slot(scheduled, deadline, period, cell))
    }
    setScheduled(scheduled, at: deadline, place: place)
    return name(of: place)
  }

  /// Notes under which name and for when the loop has a timer now.
  @inlinable
  mutating func setScheduled(_ scheduled: TimerToken, at deadline: Instant, place: Int) {
    slots[place].scheduled = scheduled
    slots[place].deadline = deadline
    let index = Int(scheduled.index)
    while owners.count <= index {
      owners.append(.max)
    }
    owners[index] = UInt32(place)
  }

  /// Frees the slot of a timer, and returns what it had; nil if the token is spent.
  @inlinable
  mutating func remove(_ timer: TimerToken) -> (scheduled: TimerToken, cell: Cell)? {
    let place = Int(timer.index)
    guard place < slots.count, slots[place].generation == timer.generation, let cell = slots[place].cell
    else { return nil }
    slots[place].cell = nil
    // A slot that has had every generation is retired: its first token could still be in somebody's hands.
    if slots[place].generation < .max {
      slots[place].generation += 1
      freeSlots.append(UInt32(place))
    }
    return (slots[place].scheduled, cell)
  }
}

extension DispatchedTimers where Handler: ~Copyable {
  @usableFromInline
  struct Slot {
    /// The loop's name of the timer.
    @usableFromInline var scheduled: TimerToken
    @usableFromInline var deadline: Instant

    /// In nanoseconds, or zero for a timer that is not repeated.
    @usableFromInline var period: UInt64

    /// Counts the owners of the slot, so that a spent token is recognised.
    @usableFromInline var generation: UInt32

    /// Nil in a free slot.
    @usableFromInline var cell: Cell?

    @inlinable
    init(_ scheduled: TimerToken, _ deadline: Instant, _ period: UInt64, _ cell: Cell) {
      self.scheduled = scheduled
      self.deadline = deadline
      self.period = period
      self.generation = 1
      self.cell = cell
    }

    /// The first deadline of a repeating timer that lies in the future.
    @inlinable
    func deadlineFollowing(_ now: Instant) -> Instant {
      let elapsed = now > deadline ? now.nanoseconds - deadline.nanoseconds : 0
      let latest = deadline.nanoseconds + (elapsed - elapsed % period)
      let (next, overflow) = latest.addingReportingOverflow(period)
      return overflow ? .endOfTime : Instant(nanoseconds: next)
    }
  }
}
