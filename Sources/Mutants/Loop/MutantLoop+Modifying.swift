internal import EpollCore
package import EventLoopAPI

extension MutantLoop {
  package mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard let (token, former) = target(of: token) else { throw LoopError(.modify, .notFound) }
    var registration = former
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

  /// The live registration that a token names, unless its number is another file's by now.
  private func target(of token: Token) -> (Token, MutantRegistration)? {
    guard let registration = registrations[token] else { return nil }
    guard registration.isSuperseded else { return (token, registration) }
    guard fault == .successorModified, let successor = tokens[registration.descriptor] else { return nil }
    return registrations[successor].map { (successor, $0) }
  }

  /// Whether an unread event of the batch will be told of a registration that is about to change.
  private func hasUnreadReport(
    of token: Token, _ former: MutantRegistration, _ new: MutantRegistration
  ) -> Bool {
    !former.isDisarmed && unread.contains { $0.token == token && !$0.readiness.isDisjoint(with: new.told) }
  }

  /// Makes a change in another way than by asking the kernel to modify, and says whether it has.
  private mutating func isChangedOtherwise(
    _ token: Token, from former: MutantRegistration, to registration: inout MutantRegistration
  ) throws(LoopError) -> Bool {
    let isSame = former.interest == registration.interest && former.trigger == registration.trigger
    let isExclusive = former.trigger.contains(.exclusive)
    switch fault {
    case .edgeRearmingSkipped where isSame && former.trigger == .edge: return true
    case .modifyWhileReadingLost where isReading: return true
    case .oneShotRearmingSkipped where isSame && former.trigger.contains(.oneShot): return true
    case .oneShotSpentEverywhere:
      SharedState.release(former.descriptor)
      return false
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
