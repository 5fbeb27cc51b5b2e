internal import EpollModel
internal import EventLoopAPI

/// Batches: what the kernel gives, and what of it is told.
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
}

extension ModelEvent {
  /// The conditions that have a name in the contract.
  var readiness: Readiness { Readiness(rawValue: events.rawValue) }
}
