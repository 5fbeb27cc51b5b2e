public import EventLoopAPI

extension EpollLoop {
  /// Registers a descriptor with the kernel, by one call of epoll_ctl(2).
  ///
  /// - Throws: `LoopError` of operation `register`, with nothing changed: `EEXIST` if the descriptor is
  ///   registered already, `EBADF` if it is not open, `EPERM` if its kind cannot be waited for, `EINVAL`
  ///   for a combination that the kernel refuses, `ELOOP` for a cycle of epoll instances, `ENOSPC` at the
  ///   watch limit, `ENOMEM`.
  public mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    let events = Registration.events(interest, trigger)
    let token = registrations.reserve(descriptor, events)
    var refusal = epoll.control(.add, descriptor, events: events, data: token.rawValue)
    if refusal == .exists, !registrations.hasOwner(of: descriptor) {
      // A ghost's file is back under its old number, where the kernel can name it again.
      _ = epoll.control(.remove, descriptor)
      refusal = epoll.control(.add, descriptor, events: events, data: token.rawValue)
    }
    if let refusal {
      registrations.remove(Int(token.index))
      throw LoopError(.register, refusal)
    }
    if registrations.claim(token) {
      mayHaveGhosts = true
    }
    return token
  }

  /// Replaces interest and trigger by one call of epoll_ctl(2), which arms the registration anew.
  ///
  /// An event of it that the batch still holds is delivered as far as the new interest asks for it.
  ///
  /// - Throws: `LoopError` of operation `modify`, with nothing changed: `ENOENT` if the token names no live
  ///   registration or the descriptor's number now names another file, `EBADF` if the descriptor is closed,
  ///   `EINVAL` if the registration is exclusive or is to become so.
  public mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard let place = registrations.find(token), registrations[place].state != .superseded else {
      throw LoopError(.modify, .notFound)
    }
    var changed = registrations[place]
    changed.events = Registration.events(interest, trigger)
    changed.state = .armed
    var kernelEvents = changed.events
    if changed.isOneShot, let flags = batch.unreadFlags(of: token.rawValue),
      !changed.readiness(of: flags).isEmpty
    {
      // Its one report is in the batch already: the kernel must not give another.
      kernelEvents = Trigger(rawValue: changed.events).rawValue
      mayHaveGhosts = true
    }
    if let refusal = epoll.control(
      .modify, changed.descriptor, events: kernelEvents, data: token.rawValue)
    {
      throw LoopError(.modify, refusal)
    }
    registrations[place] = changed
  }

  /// Ends a registration by one call of epoll_ctl(2).
  ///
  /// It succeeds for a registration whose descriptor was closed early. If a duplicate of that descriptor is
  /// still open, the kernel goes on to report it and lets nobody remove it; the loop drops such a report
  /// and then makes its epoll instance anew, under the same number, after which an edge may be reported
  /// once more.
  ///
  /// - Throws: `LoopError` of operation `deregister`: `ENOENT` if the token names no live registration.
  public mutating func deregister(_ token: Token) throws(LoopError) {
    guard let place = registrations.find(token) else { throw LoopError(.deregister, .notFound) }
    let registration = registrations[place]
    registrations.remove(place)
    if registration.state == .superseded || epoll.control(.remove, registration.descriptor) != nil {
      mayHaveGhosts = true
    }
  }
}
