internal import CEpoll
internal import EpollCore
package import EventLoopAPI
internal import Glibc

extension MutantLoop {
  package mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    if let refused = refusedByTable(descriptor) {
      if fault == .registeredTwice {
        try modify(refused, for: interest, trigger: trigger)
        return refused
      }
      if fault == .closedHoldsNumber { throw LoopError(.register, .exists) }
    }
    let token = nextToken(for: descriptor)
    var registration = MutantRegistration(descriptor: descriptor, interest: interest, trigger: trigger)
    try prepare(&registration)
    do throws(EpollError) {
      try add(registration, token)
    } catch {
      if fault == .refusalSwallowed, error.code == .notPermitted {
        // It is registered all the same.
      } else {
        afterRefusal(of: registration)
        throw LoopError(.register, named(error.code))
      }
    }
    if let former = tokens[descriptor] { registrations[former]?.isSuperseded = true }
    registrations[token] = registration
    tokens[descriptor] = token
    registrationCount += 1
    memory.latest = token
    changeMode(of: descriptor, isBlocking: false, by: .modeChanged)
    changeMode(of: descriptor, isBlocking: false, by: .modeNotRestored)
    return token
  }

  /// The live registration of a number, as a table by number has it: the file may have been closed.
  private func refusedByTable(_ descriptor: CInt) -> Token? {
    tokens[descriptor].flatMap { registrations[$0] == nil ? nil : $0 }
  }

  private func nextToken(for descriptor: CInt) -> Token {
    Token(
      index: UInt32(bitPattern: descriptor), generation: fault == .tokenReused ? 1 : registrationCount &+ 1)
  }

  /// Adds a registration to the kernel's interest list.
  private mutating func add(_ registration: MutantRegistration, _ token: Token) throws(EpollError) {
    let descriptor = registration.descriptor
    switch fault {
    case .registerDeferred:
      memory.deferred.append(.add(token))
      return
    case .descriptorDuplicated:
      let duplicate = dup(descriptor)
      guard duplicate >= 0 else { throw EpollError(.add, ErrorCode(rawValue: errno)) }
      memory.duplicates[token] = duplicate
      return try epoll.add(duplicate, for: registration.events, data: token.rawValue)
    default: break
    }
    do throws(EpollError) {
      try epoll.add(descriptor, for: kernelEvents(registration), data: token.rawValue)
    } catch  where error.code == .exists && refusedByTable(descriptor) == nil {
      // A ghost's file is back under its old number, where the kernel can name it again.
      try epoll.remove(descriptor)
      try epoll.add(descriptor, for: kernelEvents(registration), data: token.rawValue)
    }
  }

  package mutating func deregister(_ token: Token) throws(LoopError) {
    guard let registration = registrations[token] else {
      if fault == .deregisteredTwice { return }
      throw LoopError(.deregister, .notFound)
    }
    let descriptor = registration.descriptor
    if !registration.isSuperseded || fault == .successorDeregistered {
      do throws(EpollError) {
        try remove(token, descriptor)
      } catch {
        // Its descriptor was closed early, and the kernel knows nothing of it under this number.
        if fault == .closedNotDeregistered { throw LoopError(.deregister, error.code) }
      }
    }
    registrations[token] = nil
    changeMode(of: descriptor, isBlocking: true, by: .modeNotRestored)
  }

  private mutating func remove(_ token: Token, _ descriptor: CInt) throws(EpollError) {
    if let duplicate = memory.duplicates.removeValue(forKey: token) {
      _ = cepoll_close(duplicate)
    } else if fault == .deregisterDeferred {
      memory.deferred.append(.remove(descriptor))
    } else {
      try epoll.remove(descriptor)
    }
  }
}

extension MutantLoop {
  package mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard var token = Optional(token), var registration = registrations[token] else {
      throw LoopError(.modify, .notFound)
    }
    if registration.isSuperseded {
      guard fault == .successorModified, let successor = tokens[registration.descriptor],
        let heir = registrations[successor]
      else { throw LoopError(.modify, .notFound) }
      (token, registration) = (successor, heir)
    }
    let former = registration
    registration.interest = fault == .interestAdded ? former.interest.union(interest) : interest
    registration.trigger = fault == .triggerKept ? former.trigger : trigger
    registration.isDisarmed = false
    registration.lastTold = []
    if try isChangedOtherwise(token, from: former, to: &registration) { return }
    // If its one report is in the batch already, the kernel must not give another.
    let isTold = registration.trigger.contains(.oneShot) && hasUnreadReport(of: token, former, registration)
    let events = isTold && fault != .oneShotDoubled ? [.oneShot] : kernelEvents(registration)
    do throws(EpollError) {
      if fault == .modifyDeferred {
        memory.deferred.append(.modify(token))
      } else {
        try epoll.modify(kernelNumber(token, registration), for: events, data: token.rawValue)
      }
    } catch {
      if fault == .refusedModifyArms {
        try? epoll.modify(former.descriptor, for: former.events, data: token.rawValue)
        registrations[token]?.isDisarmed = false
      }
      if fault == .refusedModifyRemembered { registrations[token]?.interest = interest }
      throw LoopError(.modify, error.code)
    }
    registrations[token] = registration
    if fault == .modifiedEventDropped { unread.removeAll { $0.token == token } }
  }

  /// Whether an unread event of the batch will be told of a registration that is about to change.
  private func hasUnreadReport(
    of token: Token, _ former: MutantRegistration, _ new: MutantRegistration
  ) -> Bool {
    !former.isDisarmed && unread.contains { $0.token == token && !$0.readiness.isDisjoint(with: new.told) }
  }

  /// The number under which the kernel knows a registration.
  func kernelNumber(_ token: Token, _ registration: MutantRegistration) -> CInt {
    memory.duplicates[token] ?? registration.descriptor
  }
}
