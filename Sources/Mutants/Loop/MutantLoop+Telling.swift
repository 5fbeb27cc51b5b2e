internal import CEpoll
internal import EpollCore
package import EventLoopAPI

extension MutantLoop {
  package mutating func next() -> Event? {
    if let event = nextOutOfOrder() { return event }
    while !unread.isEmpty {
      let report = unread[0]
      if !(memory.isFull && unread.count == 1) { unread.removeFirst() }
      guard let (token, readiness) = told(of: report) else { continue }
      noteTold(token, report.readiness)
      return .ready(token, readiness)
    }
    if let timer = timers.popDue() { return .timer(timer) }
    if let wake = nextWake() { return wake }
    endReading()
    return nil
  }

  private mutating func nextOutOfOrder() -> Event? {
    switch fault {
    case .timersFirst: timers.popDue().map { .timer($0) }
    case .wakeFirst: nextWake()
    case .wakeBeforeTimers: unread.contains { told(of: $0) != nil } ? nil : nextWake()
    default: nil
    }
  }

  private mutating func nextWake() -> Event? {
    guard wakesUnread > 0 else { return nil }
    wakesUnread -= 1
    memory.wakeIsDue.toggle()
    return .wake
  }

  private mutating func endReading() {
    guard isReading else { return }
    isReading = false
    switch fault {
    case .oneShotDisarmedLate:
      for token in memory.toldOnce { registrations[token]?.isDisarmed = true }
      memory.toldOnce = []
    case .wakeLostWhileReading: _ = wakes.take()
    case .collectedAhead: collectAhead()
    default: break
    }
  }

  /// Whether something of the batch is still to be told.
  var hasUnread: Bool {
    unread.contains { told(of: $0) != nil } || timers.hasDue || wakesUnread > 0
  }

  /// What is told of a report, and to whom; nil if it is for nobody.
  private func told(of report: Report) -> (Token, Readiness)? {
    var token = report.token
    if registrations[token] == nil {
      if fault == .staleEventTold || fault == .ghostLeftAlive { return (token, report.readiness) }
      guard fault == .numberTakenForToken,
        let heir = tokens[CInt(bitPattern: token.index)]
      else { return nil }
      token = heir
    }
    guard let registration = registrations[token], !registration.isDisarmed else { return nil }
    if fault == .oneShotSpentEverywhere, registration.trigger.contains(.oneShot),
      SharedState.isHeld(registration.descriptor, byOtherThan: number)
    {
      return nil
    }
    var told = registration.told
    if fault == .unaskedTold { told.insert(.readable) }
    if fault == .oldInterestTold { told = report.readiness }
    let readiness = distorted(report.readiness.intersection(told), of: registration)
    return readiness.isEmpty ? nil : (token, readiness)
  }

  /// Takes notice of what is being told.
  private mutating func noteTold(_ token: Token, _ readiness: Readiness) {
    guard let registration = registrations[token] else { return }
    registrations[token]?.lastTold = readiness
    if fault == .nestedHarvested, registration.isEpoll {
      _ = Self.withEpoll(registration.descriptor) { nested in
        var buffer = Epoll.Buffer(capacity: 8)
        try? nested.wait(into: &buffer, for: .poll)
      }
    }
    if (fault == .hangupEndsRegistration && readiness.contains(.hangup))
      || (fault == .errorEndsRegistration && readiness.contains(.error))
    {
      try? epoll.modify(registration.descriptor, for: .oneShot, data: token.rawValue)
      registrations[token]?.isDisarmed = true
    }
    if registration.trigger.contains(.oneShot) { spend(token, registration, readiness) }
  }

  /// Disarms a one-shot registration, which the kernel has done as well.
  private mutating func spend(_ token: Token, _ registration: MutantRegistration, _ readiness: Readiness) {
    let descriptor = registration.descriptor
    switch fault {
    case .oneShotAsLevel, .oneShotDoubled: break
    case .oneShotEdgeRearms where registration.trigger.contains(.edge): break
    case .oneShotDisarmedLate: memory.toldOnce.append(token)
    case .oneShotTellsHangup:
      registrations[token]?.interest = []
      try? epoll.modify(descriptor, for: [], data: token.rawValue)
    case .oneShotPerDirection:
      let rest = registration.interest.subtracting(Interest(rawValue: readiness.rawValue))
      registrations[token]?.interest = rest
      registrations[token]?.isDisarmed = rest.isEmpty
      let events: Epoll.Events = rest.isEmpty ? .oneShot : Epoll.Events(rawValue: rest.rawValue)
      try? epoll.modify(descriptor, for: events, data: token.rawValue)
    default:
      registrations[token]?.isDisarmed = true
      if fault == .oneShotForgotten { try? epoll.remove(descriptor) }
      if fault == .oneShotSpentEverywhere { _ = SharedState.hold(descriptor, by: number) }
      if fault == .oneShotInherited { memory.spentNumbers.insert(descriptor) }
    }
  }
}
