internal import CEpoll
public import EventLoopAPI

extension EpollLoop {
  /// Collects one batch, by one call of epoll_pwait2(2) in the ordinary case.
  ///
  /// - Throws: `LoopError` of operation `wait`: `EBADF` or `EINVAL` if the program has closed the loop's
  ///   own descriptor; and where a ghost makes a new instance needed (see ``deregister(_:)``), what its
  ///   making is refused for: `EMFILE`, `ENFILE`, `ENOMEM`, `ENOSPC`.
  public mutating func wait(_ limit: Wait) throws(LoopError) {
    if !batch.isRead {
      counts.staleReports += UInt64(batch.dropUnread(notFor: registrations, except: EpollWaker.data))
    }
    guard batch.isRead, !timers.hasDue, !wakeIsUnread else { return }
    counts.waits += 1
    var hasLookedAgain = false
    while true {
      let refusal = batch.collect(from: epoll, within: wakeIsUnread ? 0 : span(until: limit))
      if let refusal, refusal != .interrupted {
        throw LoopError(.wait, refusal)
      }
      if wakeState.collect() {
        wakeIsUnread = true
      }
      // A batch of one that the eventfd has filled says nothing of the registrations.
      if batch.dropLoneReport(of: EpollWaker.data), batch.capacity == 1, !hasLookedAgain {
        hasLookedAgain = true
        continue
      }
      if mayHaveGhosts, try dropGhosts() {
        _ = batch.dropLoneReport(of: EpollWaker.data)
        // So does one that ghosts have filled.
        if batch.isRead, !hasLookedAgain {
          hasLookedAgain = true
          continue
        }
      }
      if timers.count > 0 {
        timers.beginBatch(at: .current)
      }
      if !batch.isRead || timers.hasDue || wakeIsUnread || limit.hasPassed(at: .current) { return }
    }
  }

  /// The next event of the batch: readiness in the kernel's order, then timers, then the wake.
  public mutating func next() -> Event? {
    while let (flags, data) = batch.next() {
      // The eventfd only ends the kernel's wait; whether there was a wake, the wakers' state has told.
      if data != EpollWaker.data, let event = readinessEvent(flags, Token(rawValue: data)) { return event }
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
    return nil
  }

  private mutating func readinessEvent(_ flags: UInt32, _ token: Token) -> Event? {
    guard let place = registrations.find(token), registrations[place].state != .disarmed else {
      counts.staleReports += 1
      return nil
    }
    let readiness = registrations[place].readiness(of: flags)
    guard !readiness.isEmpty else { return nil }
    if registrations[place].isOneShot {
      registrations[place].state = .disarmed
    }
    counts.readinessEvents += 1
    return .ready(token, readiness)
  }

  /// The nanoseconds that the kernel may block, negative for no limit.
  private func span(until limit: Wait) -> Int64 {
    guard let end = limit.end(with: timers.first) else { return -1 }
    guard end > .beginning else { return 0 }
    let now = Instant.current
    return end <= now ? 0 : Int64(clamping: end.nanoseconds - now.nanoseconds)
  }
}

extension EpollLoop {
  /// Drops reports of ended registrations from the batch, and the watches they come from.
  ///
  /// A watch outlives its registration if the descriptor was closed while a duplicate lived; the kernel can
  /// no longer name it (epoll(7), question 6), and if it is level-triggered no wait would block again.
  ///
  /// Returns whether it dropped any.
  private mutating func dropGhosts() throws(LoopError) -> Bool {
    let dropped = batch.dropReports(notFor: registrations, except: EpollWaker.data)
    counts.staleReports += UInt64(dropped.ended + dropped.disarmed)
    guard dropped.ended > 0 else { return dropped.disarmed > 0 }
    do {
      let fresh = try Epoll.watching(wakeState)
      try registrations.register(with: fresh, insteadOf: epoll)
      try fresh.takePlace(of: epoll)
    } catch {
      throw LoopError(.wait, error.code)
    }
    counts.rebuilds += 1
    return true
  }
}
