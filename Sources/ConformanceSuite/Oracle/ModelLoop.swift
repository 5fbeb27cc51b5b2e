internal import EpollModel
internal import EventLoopAPI

/// The contract's loop, over the model in place of the kernel: what `EpollLoop` is to Linux.
///
/// It is a value, so that a prediction can be made without being kept. Its clock is the model's, and the
/// kernel is lent to it for each call, as it is not the loop's alone.
struct ModelLoop {
  /// What a batch says.
  enum Event {
    /// A registration's readiness, and whether it may be there only as the instance was made anew.
    case ready(Int, Readiness, isAddedAnew: Bool)
    case timer(Int)
    case wake
  }

  /// The loop's instance, which is no descriptor if the loop has ended.
  private(set) var epoll: CInt

  /// The most readiness events in a batch.
  let capacity: Int

  private(set) var registrations: [Registration] = []

  /// The tokens of those that live, in the order of registering: of a long run most have ended.
  private(set) var live: [Int] = []

  var timers = ModelTimers()
  private(set) var isWakeWanted = false

  /// The batch in hand: what the kernel gave and was not read yet, and whether it is being read.
  private(set) var unread: ArraySlice<ModelEvent> = []
  private(set) var wakeIsUnread = false
  private(set) var isReading = false

  /// Whether the loop's thread sleeps in the instance.
  private(set) var isAsleep = false

  /// The registrations whose interest changed while the batch was read, the latest last.
  private(set) var changes: [Int] = []

  /// Whether the instance holds a watch that nobody can remove, and whether it ever did.
  private(set) var hasGhost = false
  private(set) var hadGhost = false

  /// Whether a registration was ever found to be closed early.
  private(set) var hadClosedEarly = false

  /// Whether the loop's own descriptor shows wakes, and one that was told may still stand in the ready list.
  private(set) var showsWakes = false
  private(set) var wakeMayBeLeft = false

  /// Makes a loop with nothing registered.
  init(capacity: Int, in kernel: inout ModelKernel) {
    self.capacity = capacity
    guard let epoll = try? kernel.makeEpoll() else { preconditionFailure("a model without room") }
    self.epoll = epoll
  }

  /// A loop that has ended, and that never was.
  static var ended: ModelLoop { ModelLoop() }

  private init() {
    epoll = -1
    capacity = 1
  }

  /// Whether a change to a registration whose descriptor was closed is refused also while a batch is read.
  var refusesGhostsAtOnce = false

  /// Whether the loop has ended.
  var hasEnded: Bool { epoll < 0 }

  /// The live registration of a descriptor's number.
  func registration(of descriptor: CInt) -> Int? {
    live.last { registrations[$0].descriptor == descriptor && !registrations[$0].isClosed }
  }
}

extension ModelLoop {
  mutating func register(
    _ descriptor: CInt, _ interest: Interest, _ trigger: Trigger, in kernel: inout ModelKernel
  ) throws(ModelError) -> Int {
    let token = registrations.count
    let events = Self.events(Readiness(interest), trigger)
    do {
      try kernel.control(epoll, .add, descriptor, events: events, data: UInt64(token))
    } catch .exists where registration(of: descriptor) == nil {
      // A ghost's file is back under its old number, where the kernel can name it again.
      try kernel.control(epoll, .remove, descriptor)
      try kernel.control(epoll, .add, descriptor, events: events, data: UInt64(token))
    }
    if let former = registration(of: descriptor) {
      registrations[former].isClosed = true
    }
    registrations.append(
      Registration(
        descriptor: descriptor, interest: Readiness(interest), trigger: trigger,
        kernelInterest: Readiness(interest)))
    live.append(token)
    return token
  }

  mutating func modify(
    _ token: Int, _ interest: Interest, _ trigger: Trigger, in kernel: inout ModelKernel
  ) throws(ModelError) {
    let registration = registrations[token]
    guard registration.isLive, !registration.isClosed else { throw .notFound }
    let interest = Readiness(interest)
    let isRefusedAtOnce = refusesGhostsAtOnce && isGhost(token, in: kernel)
    if isReading, registration.trigger == .level, trigger == .level, !isRefusedAtOnce {
      if !registration.isChanged {
        changes.append(token)
      }
      registrations[token].interest = interest
      registrations[token].isChanged = true
      return
    }
    var events = Self.events(interest, trigger)
    if trigger.contains(.oneShot), hasUnreadReport(of: token, for: interest) {
      // Its one report is in the batch already, so the kernel must not give another.
      events = Self.events([], trigger)
    }
    try kernel.control(epoll, .modify, registration.descriptor, events: events, data: UInt64(token))
    registrations[token].interest = interest
    registrations[token].kernelInterest = interest
    registrations[token].trigger = trigger
    registrations[token].isDisarmed = false
    registrations[token].isChanged = false
  }

  private func hasUnreadReport(of token: Int, for interest: Readiness) -> Bool {
    let told = interest.union([.hangup, .error])
    return !registrations[token].isDisarmed
      && unread.contains { $0.data == UInt64(token) && !$0.readiness.isDisjoint(with: told) }
  }

  mutating func deregister(_ token: Int, in kernel: inout ModelKernel) throws(ModelError) {
    guard registrations[token].isLive else { throw .notFound }
    if isGhost(token, in: kernel) { hadClosedEarly = true }
    registrations[token].isLive = false
    live.removeAll { $0 == token }
    if !registrations[token].isClosed {
      // If the descriptor was closed early, the kernel knows nothing of it under this number.
      try? kernel.control(epoll, .remove, registrations[token].descriptor)
    }
  }

  /// Ends a registration that a wait has found closed, but for its token; false if it is no such one.
  mutating func endClosedEarly(_ token: Int, in kernel: inout ModelKernel) -> Bool {
    guard registrations[token].isLive, registrations[token].wasClosedEarly, !registrations[token].isClosed
    else {
      return false
    }
    try? kernel.control(epoll, .remove, registrations[token].descriptor)
    registrations[token].isClosed = true
    return true
  }

  mutating func wake() {
    isWakeWanted = true
  }

  /// Ends the loop; what it watched is watched no longer.
  mutating func end(in kernel: inout ModelKernel) {
    try? kernel.close(epoll)
    epoll = -1
  }

  /// Whether the loop's own descriptor is readable.
  mutating func isReadable(in kernel: inout ModelKernel) -> Bool {
    showsWakes = true
    return isWakeWanted || (try? kernel.poll(epoll, .readable))?.isEmpty == false
  }

  static func events(_ interest: Readiness, _ trigger: Trigger) -> EventMask {
    EventMask(rawValue: interest.rawValue | trigger.rawValue)
  }
}

extension ModelLoop {
  /// Collects a batch without blocking; `isReading` says whether there is anything in it.
  ///
  /// - Parameter wakeTakesPlace: whether one of the batch's places is a wake's.
  mutating func collect(wakeTakesPlace: Bool, in kernel: inout ModelKernel) {
    if isReading, hasUnread(in: &kernel) { return }
    noteClosedEarly(in: kernel)
    // What is for nobody comes once for each registration, under rules that are Linux's.
    for _ in 0..<registrations.count + 2 {
      rebuildIfHaunted(in: &kernel)
      let limit = limit(wakeTakesPlace)
      let events = take(limit, from: &kernel)
      unread = events[...]
      wakeMayBeLeft = showsWakes && events.count == limit && (wakeMayBeLeft || isWakeWanted)
      if isWakeWanted {
        isWakeWanted = false
        wakeIsUnread = true
      }
      timers.beginBatch(at: kernel.now)
      if let first = unread.first, !isWanted(first) {
        lookForGhosts()
      }
      isReading = hasUnread(in: &kernel)
      guard !isReading, hasGhost || events.count == limit else { return }
    }
  }

  private mutating func noteClosedEarly(in kernel: ModelKernel) {
    for token in live {
      guard isGhost(token, in: kernel) else { continue }
      registrations[token].wasClosedEarly = true
      hadClosedEarly = true
    }
  }

  private func limit(_ wakeTakesPlace: Bool) -> Int { wakeTakesPlace ? max(1, capacity - 1) : capacity }

  /// Has the loop's thread sleep until it collects again, so that an exclusive registration takes a wake.
  mutating func fallAsleep(wakeTakesPlace: Bool, in kernel: inout ModelKernel) {
    isAsleep = (try? kernel.beginWait(thread: 0, epoll, maximum: limit(wakeTakesPlace))) != nil
  }

  /// What the instance gives, by the wait that slept if there was one.
  private mutating func take(_ limit: Int, from kernel: inout ModelKernel) -> [ModelEvent] {
    guard isAsleep else { return (try? kernel.wait(epoll, limit)) ?? [] }
    isAsleep = false
    let finished = kernel.finishedWaits().first
    kernel.cancelWait(thread: 0)
    return finished?.events ?? (try? kernel.wait(epoll, limit)) ?? []
  }

  /// Whether there is something to be told.
  var hasBatch: Bool { isReading }

  /// The next event of the batch.
  mutating func next(in kernel: inout ModelKernel) -> Event? {
    while let event = unread.popFirst() {
      guard isWanted(event) else { continue }
      let token = Int(event.data)
      let isAddedAnew = registrations[token].isAddedAnew
      // Not written where it is the same, or a copy of the loop would cost one of all registrations.
      if isAddedAnew { registrations[token].isAddedAnew = false }
      if registrations[token].trigger.contains(.oneShot) {
        registrations[token].isDisarmed = true
      }
      let readiness = event.readiness.intersection(registrations[token].told)
      return .ready(token, readiness, isAddedAnew: isAddedAnew)
    }
    if let timer = timers.popDue() { return .timer(timer) }
    if wakeIsUnread {
      wakeIsUnread = false
      return .wake
    }
    endReading(in: &kernel)
    return nil
  }

  /// Whether an event of the kernel's is to be told.
  func isWanted(_ event: ModelEvent) -> Bool {
    let registration = registrations[Int(event.data)]
    return registration.isLive && !registration.isDisarmed
      && !registration.told.isDisjoint(with: event.readiness)
  }

  private mutating func hasUnread(in kernel: inout ModelKernel) -> Bool {
    while let first = unread.first, !isWanted(first) {
      unread.removeFirst()
    }
    guard unread.isEmpty, !timers.hasDue, !wakeIsUnread else { return true }
    endReading(in: &kernel)
    return false
  }

  /// Tells the kernel of the interests that changed while the batch was read, the latest first.
  private mutating func endReading(in kernel: inout ModelKernel) {
    isReading = false
    while let token = changes.popLast() {
      let registration = registrations[token]
      guard registration.isLive, registration.isChanged else { continue }
      registrations[token].isChanged = false
      guard registration.interest != registration.kernelInterest else { continue }
      registrations[token].kernelInterest = registration.interest
      do {
        let events = Self.events(registration.interest, registration.trigger)
        try kernel.control(epoll, .modify, registration.descriptor, events: events, data: UInt64(token))
      } catch {
        registrations[token].isClosed = true
        hasGhost = true
      }
    }
  }

  /// Looks for reports of registrations that had ended before the batch was collected.
  private mutating func lookForGhosts() {
    if unread.contains(where: { !registrations[Int($0.data)].isLive }) {
      hasGhost = true
    }
  }

  /// Makes the instance anew if it holds a watch that nobody can remove.
  mutating func rebuildIfHaunted(in kernel: inout ModelKernel) {
    if hasGhost { rebuild(in: &kernel) }
  }

  /// Makes the instance anew with the live registrations alone, in the order of their descriptors.
  private mutating func rebuild(in kernel: inout ModelKernel) {
    guard let fresh = try? kernel.makeEpoll() else { preconditionFailure("a model without room") }
    let known = live.filter { !registrations[$0].isClosed }
    for token in known.sorted(by: { registrations[$0].descriptor < registrations[$1].descriptor }) {
      let registration = registrations[token]
      let interest: Readiness = registration.isDisarmed ? [] : registration.interest
      let trigger = registration.isDisarmed ? .oneShot : registration.trigger
      let asked = Self.events(interest, trigger.subtracting(.exclusive))
      do throws(ModelError) {
        // The old instance knows whether the number still names the file that was registered.
        try kernel.control(epoll, .modify, registration.descriptor, events: asked, data: UInt64(token))
      } catch  where error != .invalidArgument {
        continue
      } catch {}
      let events = Self.events(interest, trigger)
      try? kernel.control(fresh, .add, registration.descriptor, events: events, data: UInt64(token))
      registrations[token].isAddedAnew = registration.trigger.contains(.edge)
    }
    try? kernel.close(epoll)
    epoll = fresh
    hasGhost = false
    hadGhost = true
  }
}

extension ModelEvent {
  /// The conditions that have a name in the contract.
  var readiness: Readiness { Readiness(rawValue: events.rawValue) }
}
