internal import EventLoopAPI

/// The timers of a ``MutantLoop``, in the order in which they fire.
struct MutantTimers {
  private struct Timer {
    let token: TimerToken
    var deadline: Instant
    /// The number of timers that were scheduled before it.
    let sequence: Int
    var isCancelled = false
  }

  private let fault: Fault?
  private var timers: [Timer] = []
  private var scheduled = 0

  /// What the batch in hand may tell: timers that are due at this instant and were scheduled before it.
  private var batchInstant = Instant.beginning
  private var batchEnd = 0
  private var hasTold = false

  /// Whether the batch came about by a timer that was cancelled, and the timers that it is to tell again.
  private(set) var isForNobody = false
  private var repeated: [TimerToken] = []

  init(_ fault: Fault?) {
    self.fault = fault
  }

  var count: Int { timers.count }

  /// The earliest deadline.
  var first: Instant? { timers.map(\.deadline).min() }

  mutating func schedule(at deadline: Instant, whileReading isReading: Bool) -> TimerToken {
    var deadline = deadline
    if fault == .timerTruncated { deadline.nanoseconds -= deadline.nanoseconds % 4_000_000 }
    let place = fault == .timerTokenReused ? freePlace : scheduled
    let token = TimerToken(index: UInt32(truncatingIfNeeded: place), generation: 1)
    let timer = Timer(token: token, deadline: deadline, sequence: scheduled)
    if fault == .lateTimersUnordered, isReading { timers.append(timer) } else { insert(timer) }
    scheduled += 1
    if fault == .timerInOwnBatch, isReading { batchEnd = scheduled }
    return token
  }

  private mutating func insert(_ timer: Timer) {
    let place = timers.firstIndex { other in
      switch fault {
      case .timersUnordered: false
      case .timersOutgrown where timers.count >= 16: false
      case .timersReversed: other.deadline >= timer.deadline
      default: other.deadline > timer.deadline
      }
    }
    timers.insert(timer, at: place ?? timers.count)
  }

  /// The least place that no timer has.
  private var freePlace: Int {
    (0...timers.count).first { place in !timers.contains { $0.token.index == UInt32(place) } } ?? 0
  }

  mutating func cancel(_ token: TimerToken, whileReading isReading: Bool) -> Bool {
    guard let place = timers.firstIndex(where: { $0.token == token && !$0.isCancelled }) else {
      return fault == .cancelAlwaysSucceeds
    }
    switch fault {
    case .timerUncancellable where place == 0 && timers.count > 1: return true
    case .timerNotStopped where isDue(timers[place]): return true
    case .freshTimerUncancellable where isReading && timers[place].sequence >= batchEnd: return true
    case .cancelledTimerWakes:
      timers[place].isCancelled = true
      return true
    case .timersReorderedByCancel:
      let last = timers.removeLast()
      if place < timers.count { timers[place] = last }
      return true
    case .cancelsEqual:
      let deadline = timers[place].deadline
      timers.removeAll { $0.deadline == deadline }
      return true
    default:
      timers.remove(at: place)
      return true
    }
  }

  /// Begins a batch, which tells the timers that are due now and are scheduled by now.
  mutating func beginBatch(at instant: Instant) {
    batchInstant = instant
    batchEnd = scheduled
    hasTold = false
    isForNobody = timers.contains { $0.isCancelled && $0.deadline <= instant }
    timers.removeAll { $0.isCancelled && $0.deadline <= instant }
    for token in repeated { insert(Timer(token: token, deadline: .beginning, sequence: -1)) }
    repeated = []
  }

  var hasDue: Bool { nextDue != nil }

  /// Takes the next timer that the batch tells.
  mutating func popDue() -> TimerToken? {
    guard let place = nextDue else { return nil }
    let timer = timers.remove(at: place)
    defer { hasTold = true }
    if fault == .timerMisnamed, hasTold { return TimerToken(index: timer.token.index, generation: 2) }
    if fault == .timerRepeats, timer.sequence >= 0 { repeated.append(timer.token) }
    return timer.token
  }

  private var nextDue: Int? {
    if fault == .timerOnePerBatch, hasTold { return nil }
    return timers.firstIndex { isDue($0) }
  }

  private func isDue(_ timer: Timer) -> Bool {
    timer.deadline <= batchInstant && timer.sequence < batchEnd && !timer.isCancelled
  }
}
