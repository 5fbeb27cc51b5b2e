internal import CEpoll
public import EventLoopAPI

extension EpollLoop {
  /// Collects one batch, by one call of epoll_pwait2(2) in the ordinary case.
  ///
  /// - Throws: `LoopError` of operation `wait`: `EBADF` or `EINVAL` if the program has closed the loop's
  ///   own descriptor; and where a ghost makes a new instance needed (see ``deregister(_:)``), what making it
  ///   is refused for: `EMFILE`, `ENFILE`, `ENOMEM`, `ENOSPC`, `EBUSY` and what ``register(_:for:trigger:)``
  ///   is refused for.
  public mutating func wait(_ limit: Wait) throws(LoopError) {
    if isReading, hasUnread() { return }
    counts.waits &+= 1
    // What is for nobody and comes only once: the eventfd's report, and those of disarmed registrations.
    var noiseLeft = registrations.count &+ 2
    while true {
      if hasGhost {
        try rebuild()
      }
      try ask(within: limit)
      if isReading { return }
      let isFilledWithNoise = passOverNoise()
      // Such a batch says nothing of the registrations, whatever the limit.
      if isFilledWithNoise, noiseLeft > 0 {
        noiseLeft &-= 1
      } else if isReading || limit.hasPassed(at: .current) {
        return
      }
    }
  }

  /// The next event of the batch: readiness in the kernel's order, then timers, then the wake.
  @inlinable
  public mutating func next() -> Event? {
    // A registration that has ended has another token, and so has the mark at the end of the batch. Those
    // are left to the function below, and so is everything else out of the ordinary.
    let token = Token(rawValue: batch.data)
    if let place = registrations.place(of: token) {
      let readiness = registrations[place].toldAtOnce & batch.flags
      if readiness != 0 {
        batch.advance()
        return .ready(token, Readiness(rawValue: readiness))
      }
    }
    return nextOutOfTheOrdinary()
  }

  @usableFromInline
  mutating func nextOutOfTheOrdinary() -> Event? {
    // How most batches end.
    if batch.isRead, !wakeIsUnread, timers.count == 0, changes.count == 0 {
      isReading = false
      return nil
    }
    return nextBeyondReadiness()
  }

  @inline(never)
  private mutating func nextBeyondReadiness() -> Event? {
    while !batch.isRead {
      let token = Token(rawValue: batch.data)
      let flags = batch.flags
      batch.advance()
      guard let place = registrations.find(token), registrations[place].readiness(of: flags) != 0 else {
        passOver(token)
        continue
      }
      let readiness = registrations[place].readiness(of: flags)
      if registrations[place].isOneShot {
        registrations[place].disarm()
      }
      return .ready(token, Readiness(rawValue: readiness))
    }
    if let timer = timers.popDue() {
      counts.timerEvents += 1
      return .timer(timer)
    }
    if wakeIsUnread {
      wakeIsUnread = false
      counts.wakeEvents += 1
      return .wake
    }
    endReading()
    return nil
  }

  /// Accounts for a report that nobody is told of.
  private mutating func passOver(_ token: Token) {
    counts.readinessEvents -= 1
    // The eventfd only ends the kernel's wait; whether there was a wake, the wakers' state has told.
    guard token.rawValue != EventBatch.noToken else { return }
    if let place = registrations.find(token), !registrations[place].isDisarmed { return }
    counts.staleReports += 1
  }

}

extension EpollLoop {
  /// Asks the kernel once, and begins a batch with what is found; `isReading` says whether its first event is
  /// for somebody.
  @inline(__always)
  private mutating func ask(within limit: Wait) throws(LoopError) {
    // Without a call in what is the usual case.
    var nanoseconds = limit == .forever && timers.count == 0 ? -1 : span(until: limit)
    if nanoseconds != 0, wakeIsUnread || !wakeState.beginSleep() {
      nanoseconds = 0
    }
    let refusal = batch.collect(from: instance, within: nanoseconds)
    if wakeState.endSleep() {
      wakeIsUnread = true
    }
    if let refusal, refusal != .interrupted {
      throw LoopError(.wait, refusal)
    }
    counts.readinessEvents &+= UInt64(truncatingIfNeeded: batch.count)
    if timers.count > 0 {
      timers.beginBatch(at: .current)
    }
    isReading = isNextForSomebody
  }

  /// Goes on to the first event of the batch that is for somebody; `isReading` says whether there is one.
  ///
  /// Returns whether what the kernel gave was for nobody and may have kept other events from being given.
  @inline(never)
  private mutating func passOverNoise() -> Bool {
    lookForGhosts()
    skipUnwanted()
    isReading = !batch.isRead || wakeIsUnread || timers.hasDue
    return batch.isRead && (batch.count == batch.capacity || hasGhost)
  }

  /// Whether something of the batch is still to be told; if not, its reading ends.
  private mutating func hasUnread() -> Bool {
    skipUnwanted()
    guard batch.isRead, !timers.hasDue, !wakeIsUnread else { return true }
    endReading()
    return false
  }

  private mutating func endReading() {
    isReading = false
    if changes.count > 0 {
      tellChanges()
    }
  }

  /// The nanoseconds that the kernel may block, negative for no limit.
  ///
  /// Mutating, though it changes nothing: Swift 6.3 copies the whole loop to call what does not.
  @inline(never)
  private mutating func span(until limit: Wait) -> Int64 {
    guard let end = limit.end(with: timers.findFirst()) else { return -1 }
    guard end > .beginning else { return 0 }
    let now = Instant.current
    return end <= now ? 0 : Int64(clamping: end.nanoseconds - now.nanoseconds)
  }
}

extension EpollLoop {
  /// Whether there is an unread event that is to be told.
  @inline(__always)
  private var isNextForSomebody: Bool {
    guard let place = registrations.find(Token(rawValue: batch.data)) else { return false }
    return registrations[place].readiness(of: batch.flags) != 0
  }

  /// Passes over unread events that are for nobody, up to the first that is for somebody.
  private mutating func skipUnwanted() {
    while !batch.isRead, !isNextForSomebody {
      let token = Token(rawValue: batch.data)
      batch.advance()
      passOver(token)
    }
  }

  /// Looks for reports of registrations that had ended before the batch was collected.
  ///
  /// It is enough to look where a batch begins with what is for nobody: any other does not end a wait in
  /// vain.
  private mutating func lookForGhosts() {
    for index in 0..<batch.count where batch.data(at: index) != EventBatch.noToken {
      if registrations.find(Token(rawValue: batch.data(at: index))) == nil {
        hasGhost = true
      }
    }
  }

  /// Makes the epoll instance anew, under the same number, with the live registrations alone.
  ///
  /// A watch outlives its registration if the descriptor was closed while a duplicate lived; the kernel can
  /// no longer name it (epoll(7), question 6), and if it is level-triggered no wait would block again.
  @inline(never)
  private mutating func rebuild() throws(LoopError) {
    // Only the loop's own instance knows the eventfd by this data: its number may be another file's by now.
    if let refusal = epoll.control(
      .modify, wakeState.descriptor, events: Epoll.wakeEvents, data: EventBatch.noToken)
    {
      throw LoopError(.wait, refusal)
    }
    do {
      let fresh = try Epoll.watching(wakeState)
      try registrations.register(with: fresh, insteadOf: epoll)
      try fresh.takePlace(of: epoll)
    } catch {
      throw LoopError(.wait, error.code)
    }
    hasGhost = false
    counts.rebuilds += 1
  }
}
