internal import EpollModel
internal import EventLoopAPI

/// Registrations: their beginning, their changes and their end.
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
}
