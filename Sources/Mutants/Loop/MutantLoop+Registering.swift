internal import CEpoll
internal import EpollCore
package import EventLoopAPI
internal import Glibc

extension MutantLoop {
  package mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    if let holder = holder(of: descriptor) {
      if fault == .registeredTwice {
        try modify(holder, for: interest, trigger: trigger)
        return holder
      }
      if fault == .closedHoldsNumber { throw LoopError(.register, .exists) }
    }
    if fault == .secondLoopRefused, !SharedState.hold(descriptor, by: number) {
      throw LoopError(.register, .exists)
    }
    let token = nextToken(for: descriptor)
    var registration = MutantRegistration(descriptor: descriptor, interest: interest, trigger: trigger)
    registration.firstInterest = interest
    try prepare(&registration)
    do throws(EpollError) {
      try add(registration, token)
    } catch  where fault != .refusalSwallowed || error.code != .notPermitted {
      afterRefusal(of: registration)
      throw LoopError(
        .register, fault == .errorMisnamed && error.code == .cycle ? .invalidArgument : error.code)
    } catch {
      // It is registered all the same.
    }
    if let former = tokens[descriptor] { registrations[former]?.isSuperseded = true }
    registrations[token] = registration
    tokens[descriptor] = token
    registrationCount += 1
    if fault == .tableOutgrown, registrations.count > 16 {
      registrations[memory.first ?? token] = nil
    }
    memory.first = memory.first ?? token
    memory.latest = token
    if fault == .modeChanged { changeMode(of: descriptor, isBlocking: false) }
    return token
  }

  /// The registration of a number, whose file may have been closed.
  private func holder(of descriptor: CInt) -> Token? {
    tokens[descriptor].flatMap { registrations[$0] == nil ? nil : $0 }
  }

  private func nextToken(for descriptor: CInt) -> Token {
    let generation: UInt32 =
      switch fault {
      case .tokenReused: 1
      case .generationWraps: registrationCount % 2
      default: registrationCount &+ 1
      }
    return Token(index: UInt32(bitPattern: descriptor), generation: generation)
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
    } catch  where error.code == .exists && holder(of: descriptor) == nil {
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
    SharedState.release(descriptor)
    if fault == .modeNotRestored { changeMode(of: descriptor, isBlocking: true) }
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
  /// What is done before a registration is made, which may be refused here already.
  private func prepare(_ registration: inout MutantRegistration) throws(LoopError) {
    switch fault {
    case .edgeAtRegistrationLost where registration.trigger.contains(.edge):
      registration.wasReadyAtFirst = !readiness(of: registration).isEmpty
    case .nestedAsEdge, .nestedHarvested, .nestedRefused, .nestedWritable:
      registration.isEpoll = Self.withEpoll(registration.descriptor) { _ in } != nil
      if fault == .nestedRefused, registration.isEpoll, !readiness(of: registration).isEmpty {
        throw LoopError(.register, .invalidArgument)
      }
    case .oneShotInherited where registration.trigger.contains(.oneShot):
      registration.isDisarmed = memory.spentNumbers.contains(registration.descriptor)
    case .exclusiveDropped where registration.trigger.contains(.exclusive):
      let allowed =
        registration.trigger.isDisjoint(with: .oneShot)
        && registration.interest.isSubset(of: [.readable, .writable])
      if !allowed { throw LoopError(.register, .invalidArgument) }
    default: break
    }
  }

  /// What is done after the kernel has refused a registration.
  private func afterRefusal(of registration: MutantRegistration) {
    guard let token = tokens[registration.descriptor], let former = registrations[token] else { return }
    if fault == .refusedRegisterModifies {
      try? epoll.modify(former.descriptor, for: registration.events, data: token.rawValue)
    } else if fault == .refusedRegisterRearms {
      try? epoll.modify(former.descriptor, for: former.events, data: token.rawValue)
    }
  }
}
