// Public, since inlined code of other modules makes the system calls itself: a call saved is a third of what
// the loop does to register.
public import CEpoll
public import EventLoopAPI

extension EpollLoop {
  /// Registers a descriptor with the kernel, by one call of epoll_ctl(2).
  ///
  /// - Throws: `LoopError` of operation `register`, with nothing changed: `EEXIST` if the descriptor is
  ///   registered already, `EBADF` if it is not open, `EPERM` if its kind cannot be waited for, `EINVAL`
  ///   for a combination that the kernel refuses and for an epoll instance that too many others watch,
  ///   `ELOOP` for a cycle of epoll instances, `ENOSPC` at the watch limit, `ENOMEM`.
  @inlinable
  public mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    let events = Registration.events(interest, trigger)
    guard let place = registrations.freePlace(of: descriptor) else {
      return try registerAnew(descriptor, events)
    }
    let token = registrations[place].token
    let result = cepoll_ctl(instance, EPOLL_CTL_ADD, descriptor, events, token.rawValue)
    guard _fastPath(result == 0) else { return try registerAnew(descriptor, events, after: result) }
    registrations.begin(at: place, events)
    return token
  }

  /// Registers a descriptor whose number has no place in the table yet, or is registered already, or was
  /// refused.
  @usableFromInline
  @inline(never)
  mutating func registerAnew(
    _ descriptor: CInt, _ events: UInt32, after refusal: CInt = 0
  ) throws(LoopError) -> Token {
    let token = registrations.nextToken(for: descriptor)
    var refusal =
      refusal < 0
      ? ErrorCode(rawValue: -refusal)
      : epoll.control(.add, descriptor, events: events, data: token.rawValue)
    if refusal == .exists, !registrations.isTaken(descriptor) {
      // A ghost's file is back under its old number, where the kernel can name it again.
      _ = epoll.control(.remove, descriptor)
      refusal = epoll.control(.add, descriptor, events: events, data: token.rawValue)
    }
    if let refusal { throw LoopError(.register, refusal) }
    registrations.beginAnew(descriptor, events)
    return token
  }

  /// Ends a registration by one call of epoll_ctl(2).
  ///
  /// It succeeds for a registration whose descriptor was closed early. If a duplicate of that descriptor is
  /// still open, the kernel goes on to report it and lets nobody remove it; the loop drops such a report
  /// and then makes its epoll instance anew, under the same number, after which an edge may be reported
  /// once more.
  ///
  /// - Throws: `LoopError` of operation `deregister`: `ENOENT` if the token names no live registration.
  @inlinable
  public mutating func deregister(_ token: Token) throws(LoopError) {
    // For a token whose registration has still to begin, the kernel finds no watch.
    guard let place = registrations.place(of: token),
      _fastPath(cepoll_remove(instance, CInt(truncatingIfNeeded: place)) == 0)
    else { return try deregisterClosed(token) }
    registrations.end(at: place)
  }

  /// Ends a registration of which the kernel knows nothing.
  @usableFromInline
  @inline(never)
  mutating func deregisterClosed(_ token: Token) throws(LoopError) {
    if let place = registrations.find(token) {
      registrations.end(at: place)
    } else if !registrations.endSuperseded(token) {
      throw LoopError(.deregister, .notFound)
    }
  }
}

extension EpollLoop {
  /// Replaces interest and trigger, which arms the registration anew, by at most one call of epoll_ctl(2).
  ///
  /// If the batch holds an event of it that is unread, that is delivered as far as the new interest asks for
  /// it. While a batch is read, the kernel is told of a level-triggered registration's new interest when the
  /// batch ends, and not at all if it has the old interest again by then.
  ///
  /// - Throws: `LoopError` of operation `modify`, with nothing changed: `ENOENT` if the token names no live
  ///   registration or the descriptor's number now names another file, `EBADF` if the descriptor is closed,
  ///   `EINVAL` if the registration is exclusive or is to become so. Where the kernel is told later, a
  ///   descriptor that was closed early is found out then, and the next change is refused with `ENOENT`.
  public mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard let place = registrations.find(token), !registrations[place].isClosed else {
      throw LoopError(.modify, .notFound)
    }
    let former = registrations[place]
    let events = Registration.events(interest, trigger)
    if isReading, former.isLevel, trigger == .level {
      if !former.isChanged {
        changes.append(token, kernelEvents: former.kernelEvents)
      }
      registrations[place].arm(events)
      registrations[place].markChanged(true)
      return
    }
    // If its one report is in the batch already, the kernel must not give another.
    let isTold = trigger.contains(.oneShot) && hasUnreadReport(of: token, at: place, for: events)
    let refusal = epoll.control(
      .modify, CInt(place), events: isTold ? trigger.rawValue : events, data: token.rawValue)
    if let refusal { throw LoopError(.modify, refusal) }
    registrations[place].arm(events)
  }

  /// Whether an unread event of the batch will be told of a registration that is about to change.
  private func hasUnreadReport(of token: Token, at place: Int, for events: UInt32) -> Bool {
    guard !batch.isRead, !registrations[place].isDisarmed, let flags = batch.unreadFlags(of: token.rawValue)
    else { return false }
    return flags & Registration.told(for: events) != 0
  }

  /// Tells the kernel of the interests that changed while the batch was read.
  mutating func tellChanges() {
    // The last entry of a registration is the one that is right.
    while let change = changes.popLast() {
      guard let place = registrations.find(change.token), registrations[place].isChanged else { continue }
      registrations[place].markChanged(false)
      let events = registrations[place].kernelEvents
      guard events != change.kernelEvents else { continue }
      if epoll.control(.modify, CInt(place), events: events, data: change.token.rawValue) != nil {
        // A duplicate would keep the watch alive as it was.
        registrations[place].markClosed()
        hasGhost = true
      }
    }
  }
}
