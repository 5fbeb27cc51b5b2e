internal import CEpoll
internal import EpollCore
internal import EventLoopAPI
internal import Glibc

extension MutantLoop {
  /// What the kernel is asked for in behalf of a registration.
  func kernelEvents(_ registration: MutantRegistration) -> Epoll.Events {
    var events = registration.events
    switch fault {
    case .edgeAsLevel: events.remove(.edge)
    case .oneShotAsLevel, .oneShotTellsHangup, .oneShotPerDirection: events.remove(.oneShot)
    case .embeddedCollected where registration.trigger.isEmpty: events.insert(.edge)
    case .oneShotEdgeRearms where events.contains(.edge): events.remove(.oneShot)
    case .exclusiveDropped: events.remove(.exclusive)
    case .exclusiveWithoutEdge where events.contains(.exclusive): events.remove(.edge)
    case .nestedAsEdge where registration.isEpoll: events.insert(.edge)
    case .unaskedTold: events.insert(.readable)
    default: break
    }
    return events
  }

  /// What is done before a registration is made, which may be refused here already.
  func prepare(_ registration: inout MutantRegistration) throws(LoopError) {
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
  func afterRefusal(of registration: MutantRegistration) {
    guard let token = tokens[registration.descriptor], let former = registrations[token] else { return }
    if fault == .refusedRegisterModifies {
      try? epoll.modify(former.descriptor, for: registration.events, data: token.rawValue)
    } else if fault == .refusedRegisterRearms {
      try? epoll.modify(former.descriptor, for: former.events, data: token.rawValue)
    }
  }

  /// The name that a refusal has for the caller.
  func named(_ code: ErrorCode) -> ErrorCode {
    fault == .errorMisnamed && code == .cycle ? .invalidArgument : code
  }

  /// Makes a change in another way than by asking the kernel to modify, and says whether it has.
  mutating func isChangedOtherwise(
    _ token: Token, from former: MutantRegistration, to registration: inout MutantRegistration
  ) throws(LoopError) -> Bool {
    let isSame = former.interest == registration.interest && former.trigger == registration.trigger
    let isExclusive = former.trigger.contains(.exclusive)
    switch fault {
    case .edgeRearmingSkipped where isSame && former.trigger == .edge: return true
    case .oneShotRearmingSkipped where isSame && former.trigger.contains(.oneShot): return true
    case .oneShotInherited:
      memory.spentNumbers.remove(former.descriptor)
      return false
    case .oneShotForgotten where former.isDisarmed:
      guard (try? epoll.add(former.descriptor, for: registration.events, data: token.rawValue)) != nil else {
        return false
      }
    case .exclusiveModified where isExclusive && !registration.trigger.contains(.exclusive):
      try? epoll.remove(former.descriptor)
      try? epoll.add(former.descriptor, for: registration.events, data: token.rawValue)
    case .exclusiveAdoptedLate where registration.trigger.contains(.exclusive) && !isExclusive:
      registration.trigger.remove(.exclusive)
      try? epoll.modify(former.descriptor, for: registration.events, data: token.rawValue)
    case .exclusiveDropped where registration.trigger.union(former.trigger).contains(.exclusive):
      throw LoopError(.modify, .invalidArgument)
    default: return false
    }
    registrations[token] = registration
    return true
  }
}

extension MutantLoop {
  /// What is ready of a registration now, as a fresh epoll instance tells.
  func readiness(of registration: MutantRegistration) -> Readiness {
    guard let probe = try? Epoll() else { return [] }
    var buffer = Epoll.Buffer(capacity: 1)
    let events = Epoll.Events(rawValue: registration.interest.rawValue)
    guard (try? probe.add(registration.descriptor, for: events, data: 0)) != nil,
      (try? probe.wait(into: &buffer, for: .poll)) != nil, let index = buffer.indices.first
    else { return [] }
    return Readiness(rawValue: buffer[index].events.rawValue)
  }

  /// Does something with an epoll object that is not the loop's; nil if the descriptor is none.
  static func withEpoll<Result>(_ descriptor: CInt, _ body: (borrowing Epoll) -> Result) -> Result? {
    guard let epoll = try? Epoll(adopting: descriptor) else { return nil }
    let result = body(epoll)
    _ = epoll.release()
    return result
  }

  /// Changes the mode of a descriptor, for the faults that do.
  func changeMode(of descriptor: CInt, isBlocking: Bool, by fault: Fault) {
    guard fault == self.fault else { return }
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, isBlocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
  }
}
