public import EventLoopAPI

extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// Registers a descriptor with the primary, and with the shadow if it is its turn.
  ///
  /// - Throws: `LoopError`, as the primary does.
  public mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    registrationNumber += 1
    let isChosen = registrationNumber % sampling.registrations == 0
    let token: Token
    do throws(LoopError) {
      token = try primary.register(descriptor, for: interest, trigger: trigger)
    } catch {
      if isChosen { compareRefusal(descriptor, interest, trigger, error) }
      throw error
    }
    // A live registration of the same number is of a file that is gone.
    if let former = table.find(descriptor) { noteClosedEarly(former) }
    var registration = WatchedRegistration()
    registration.token = token
    registration.descriptor = descriptor
    registration.arm(interest, trigger)
    let index = table.insert(registration)
    if isChosen, watch(index) {
      counts.watchedRegistrations += 1
    } else {
      counts.unwatchedRegistrations += 1
    }
    return token
  }

  /// Modifies a registration of the primary's, and of the shadow's if that has it.
  ///
  /// - Throws: `LoopError`, as the primary does.
  public mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    do throws(LoopError) {
      try primary.modify(token, for: interest, trigger: trigger)
    } catch {
      if error.code == .invalidArgument, let index = table.find(token) {
        compareRefusal(index, interest, trigger, error)
      }
      throw error
    }
    guard let index = table.find(token) else { return }
    table[index].arm(interest, trigger)
    // A one-shot registration's report for this arming is in the batch already, and the primary, from which
    // it was read, will give another one.
    let drops = trigger.contains(.oneShot) && hasUnreadReport(of: index, for: interest)
    dropCount += (drops ? 1 : 0) - (table[index].dropsReport ? 1 : 0)
    table[index].dropsReport = drops
    if table[index].isWatched { modifyShadow(index) }
  }

  /// Ends a registration of the primary's, and of the shadow's if that has it.
  ///
  /// - Throws: `LoopError`, as the primary does.
  public mutating func deregister(_ token: Token) throws(LoopError) {
    try primary.deregister(token)
    guard let index = table.find(token) else { return }
    if table[index].isWatched {
      do throws(LoopError) {
        try shadow.deregister(table[index].shadowToken)
      } catch {
        if !error.code.isNoFault { record(.answer, index, primary: .accepted, shadow: .refused(error)) }
      }
    }
    if table[index].dropsReport { dropCount -= 1 }
    table.remove(index)
  }

  /// Gives the shadow a registration of the primary's; returns whether it has it.
  private mutating func watch(_ index: UInt32) -> Bool {
    let registration = table[index]
    guard let file = FileIdentity(of: registration.descriptor), !file.isUsedUpByLooking else { return false }
    table[index].file = file
    do throws(LoopError) {
      let token = try shadow.register(
        registration.descriptor, for: registration.interest, trigger: registration.shadowTrigger)
      if let other = table.find(shadow: token) {
        // Two live registrations with one name: from here on nobody can tell whose its reports are.
        record(.answer, index, primary: .accepted, shadow: .accepted)
        table.unwatch(other)
      }
      table.watch(index, as: token)
      return true
    } catch {
      if !isExcused(error, index) { record(.answer, index, primary: .accepted, shadow: .refused(error)) }
      return false
    }
  }

  private mutating func modifyShadow(_ index: UInt32) {
    let registration = table[index]
    do throws(LoopError) {
      try shadow.modify(
        registration.shadowToken, for: registration.interest, trigger: registration.shadowTrigger)
    } catch {
      if !isExcused(error, index) { record(.answer, index, primary: .accepted, shadow: .refused(error)) }
      if !table[index].isClosedEarly { leaveShadow(index) }
    }
  }

  /// Ends a registration of the shadow's that is not what the primary's is.
  private mutating func leaveShadow(_ index: UInt32) {
    try? shadow.deregister(table[index].shadowToken)
    table.unwatch(index)
  }

  /// Whether there are good reasons for the shadow to refuse what the primary has accepted.
  private mutating func isExcused(_ error: LoopError, _ index: UInt32) -> Bool {
    let registration = table[index]
    if error.code.isNoFault || !shadow.capabilities.supports(registration.shadowTrigger) { return true }
    if registration.interest.isEmpty, shadow.capabilities.emptyInterest == .absent { return true }
    // How many loops may watch an epoll instance, and how they may be nested, depends on what each consists
    // of.
    if error.operation == .register, error.code == .invalidArgument || error.code == .cycle { return true }
    if isSameFile(index) { return false }
    noteClosedEarly(index)
    return true
  }
}

// What the shadow answers to what the primary has refused.
extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  private mutating func compareRefusal(
    _ descriptor: CInt, _ interest: Interest, _ trigger: Trigger, _ refusal: LoopError
  ) {
    let holder = table.find(descriptor)
    let isComparable =
      switch refusal.code {
      case .badDescriptor, .notPermitted: true
      case .exists: holder.map { table[$0].isCompared && isSameFile($0) } ?? false
      case .invalidArgument: isForbidden(interest, trigger)
      default: false
      }
    guard isComparable, shadow.capabilities.supports(trigger) else { return }
    guard let answer = shadowAnswer(descriptor, interest, trigger), answer != .refused(refusal) else {
      return
    }
    // Another thread may have opened or closed it between the two calls.
    do throws(LoopError) {
      try primary.deregister(try primary.register(descriptor, for: interest, trigger: trigger))
    } catch {
      guard error == refusal, shadowAnswer(descriptor, interest, trigger) == answer else { return }
      let registration = Registered(
        token: holder.map { table[$0].token }, descriptor: descriptor, interest: interest, trigger: trigger)
      record(.answer, registration, primary: .refused(refusal), shadow: answer, nil, .confirmed(looks: 1))
    }
  }

  /// What the shadow says to a registration, of which nothing remains; nil if it is for want of resources.
  private mutating func shadowAnswer(
    _ descriptor: CInt, _ interest: Interest, _ trigger: Trigger
  ) -> Divergence.Report? {
    do throws(LoopError) {
      let token = try shadow.register(descriptor, for: interest, trigger: trigger)
      // A loop that takes a descriptor twice may call both registrations the same.
      if table.find(shadow: token) == nil { try? shadow.deregister(token) }
      return .accepted
    } catch {
      return error.code.isNoFault ? nil : .refused(error)
    }
  }

  /// Whether the kernel has a rule against an exclusive registration of this kind.
  private func isForbidden(_ interest: Interest, _ trigger: Trigger) -> Bool {
    trigger.contains(.exclusive)
      && (trigger.contains(.oneShot) || !interest.isSubset(of: [.readable, .writable]))
  }

  private mutating func compareRefusal(
    _ index: UInt32, _ interest: Interest, _ trigger: Trigger, _ refusal: LoopError
  ) {
    // The shadow's is not exclusive where the primary's is.
    guard table[index].isCompared, !table[index].trigger.contains(.exclusive), trigger.contains(.exclusive),
      shadow.capabilities.supports(trigger)
    else { return }
    do throws(LoopError) {
      try shadow.modify(table[index].shadowToken, for: interest, trigger: trigger)
      record(.answer, index, primary: .refused(refusal), shadow: .accepted)
      leaveShadow(index)
    } catch {
      if error != refusal, !error.code.isNoFault, isSameFile(index) {
        record(.answer, index, primary: .refused(refusal), shadow: .refused(error))
      }
    }
  }
}

extension ErrorCode {
  /// Whether it says that something is used up, or that the loop is another process's, and not that the call
  /// was wrong.
  var isNoFault: Bool {
    switch self {
    case .outOfMemory, .tooManyFiles, .tooManyFilesInSystem, .noSpace, .stale, .notRecoverable: true
    default: false
    }
  }
}
