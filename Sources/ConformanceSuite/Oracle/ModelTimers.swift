/// The timers of a model's loop, by number, in the order in which they are due.
struct ModelTimers {
  /// A timer that is still to fire.
  struct Entry {
    var timer: Int
    var deadline: UInt64
  }

  private(set) var entries: [Entry] = []
  private(set) var dueCount = 0
  private var nextTimer = 0

  /// The first deadline, in nanoseconds of the model's clock.
  var first: UInt64? { entries.first?.deadline }

  /// Whether the batch in hand holds a timer.
  var hasDue: Bool { dueCount > 0 }

  /// Adds a timer behind those that are due before it or with it.
  mutating func schedule(at deadline: UInt64) -> Int {
    defer { nextTimer += 1 }
    // While a batch is read, what is due already waits for the next.
    let place = entries[dueCount...].firstIndex { $0.deadline > deadline } ?? entries.count
    entries.insert(Entry(timer: nextTimer, deadline: deadline), at: place)
    return nextTimer
  }

  /// When a timer is due, if it is still to fire.
  func deadline(of timer: Int) -> UInt64? {
    entries.first { $0.timer == timer }?.deadline
  }

  /// Takes a timer back; false if it was no longer to fire.
  mutating func cancel(_ timer: Int) -> Bool {
    guard let place = entries.firstIndex(where: { $0.timer == timer }) else { return false }
    if place < dueCount { dueCount -= 1 }
    entries.remove(at: place)
    return true
  }

  /// Makes what is due by now part of the batch.
  mutating func beginBatch(at now: UInt64) {
    dueCount = entries.firstIndex { $0.deadline > now } ?? entries.count
  }

  /// The batch's next timer.
  mutating func popDue() -> Int? {
    guard dueCount > 0 else { return nil }
    dueCount -= 1
    return entries.removeFirst().timer
  }
}
