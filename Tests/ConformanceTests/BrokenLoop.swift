import EventLoopAPI

/// What is wrong with a ``BrokenLoop``.
enum Fault: String, Sendable, CaseIterable {
  case none
  case dropsAnEvent
  case repeatsAnEvent
  case inventsAFlag
  case hidesHangup
  case reportsEndedRegistrations
  case ignoresEdge
  case forgetsOneShot
  case ignoresModify
  case invertsReadiness
  case firesEarly
  case firesCancelledTimers
  case firesInReverse
  case putsTimersFirst
  case losesWakes
  case wakesTwice
  case returnsEarly
  case exceedsTheBatch
  case neverEndsTheBatch
  case acceptsTwice
  case refusesWithAnotherError
  case inventsATimer
  case closesDescriptors
}

/// A loop that does what its base does, but for one fault; it shows that the suite finds the fault.
struct BrokenLoop<Base: EventLoop & ~Copyable & SendableMetatype>: EventLoop, ~Copyable {
  struct Configuration: LoopConfiguration {
    var base = Base.Configuration()
    var fault = Fault.none

    var batchCapacity: Int {
      get { base.batchCapacity }
      set { base.batchCapacity = newValue }
    }
  }

  private var base: Base
  private let fault: Fault
  private var unread: [Event] = []
  private var cancelled: [TimerToken] = []
  private var descriptors: [Token: CInt] = [:]
  private var ended: [Token] = []
  private var latest: Event?

  init(_ configuration: Configuration) throws(LoopError) {
    var settings = configuration.base
    if configuration.fault == .exceedsTheBatch { settings.batchCapacity = 256 }
    base = try Base(settings)
    fault = configuration.fault
  }

  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    var trigger = trigger
    if fault == .ignoresEdge { trigger.remove(.edge) }
    if fault == .forgetsOneShot { trigger.remove(.oneShot) }
    do {
      let token = try base.register(descriptor, for: interest, trigger: trigger)
      descriptors[token] = descriptor
      return token
    } catch {
      if fault == .acceptsTwice, let token = descriptors.first(where: { $0.value == descriptor })?.key {
        return token
      }
      throw fault == .refusesWithAnotherError ? LoopError(.register, .invalidArgument) : error
    }
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard fault != .ignoresModify else { return }
    try base.modify(token, for: interest, trigger: trigger)
  }

  mutating func deregister(_ token: Token) throws(LoopError) {
    ended.append(token)
    try base.deregister(token)
    if fault == .closesDescriptors, let descriptor = descriptors[token] { closeDescriptor(descriptor) }
  }

  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    try base.schedule(at: fault == .firesEarly ? deadline + .seconds(-7200) : deadline)
  }

  mutating func cancel(_ timer: TimerToken) -> Bool {
    let wasScheduled = base.cancel(timer)
    if wasScheduled { cancelled.append(timer) }
    return wasScheduled
  }

  mutating func wait(_ limit: Wait) throws(LoopError) {
    if fault == .returnsEarly, limit != .poll {
      try base.wait(.poll)
    } else {
      try base.wait(limit)
    }
    unread = []
    while fault != .reportsEndedRegistrations || unread.isEmpty, let event = base.next() {
      unread.append(event)
    }
    distort()
  }

  mutating func next() -> Event? {
    if fault == .neverEndsTheBatch, let latest { return latest }
    if unread.isEmpty { return base.next() }
    latest = unread.removeFirst()
    return latest
  }

  /// Applies the faults of a whole batch.
  private mutating func distort() {
    switch fault {
    case .dropsAnEvent: unread = Array(unread.dropFirst())
    case .repeatsAnEvent: unread = unread.flatMap { isReady($0) ? [$0, $0] : [$0] }
    case .inventsAFlag: mapReadiness { $0.union(.priority) }
    case .hidesHangup: mapReadiness { $0.subtracting(.hangup) }
    case .invertsReadiness: mapReadiness { $0.symmetricDifference([.readable, .writable]) }
    case .reportsEndedRegistrations: unread += ended.map { .ready($0, .readable) }
    case .firesCancelledTimers: unread += cancelled.map { .timer($0) }
    case .firesInReverse: unread.reverse()
    case .putsTimersFirst: unread = unread.filter { !isReady($0) } + unread.filter { isReady($0) }
    case .losesWakes: unread.removeAll { $0 == .wake }
    case .wakesTwice: unread += unread.filter { $0 == .wake }
    case .inventsATimer: unread.append(.timer(TimerToken(index: 4000, generation: 4)))
    default: break
    }
  }

  private mutating func mapReadiness(_ change: (Readiness) -> Readiness) {
    unread = unread.map { event in
      if case .ready(let token, let readiness) = event { .ready(token, change(readiness)) } else { event }
    }
  }

  private func isReady(_ event: Event) -> Bool {
    if case .ready = event { true } else { false }
  }

  static var identity: BackendIdentity { Base.identity }
  static var capabilities: Capabilities { Base.capabilities }
  var waker: Base.Waker { base.waker }
  var pollDescriptor: CInt { base.pollDescriptor }
  var nextDeadline: Instant? { base.nextDeadline }
  var now: Instant { base.now }
  var statistics: Statistics { base.statistics }
}
