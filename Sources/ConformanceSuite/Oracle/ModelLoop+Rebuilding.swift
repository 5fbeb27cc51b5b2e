internal import EpollModel
internal import EventLoopAPI

/// A new instance in the place of one that holds what nobody can remove.
extension ModelLoop {
  /// Makes the instance anew if it holds a watch that nobody can remove.
  mutating func rebuildIfHaunted(in kernel: inout ModelKernel) {
    if hasGhost { rebuild(in: &kernel) }
  }

  /// Makes the instance anew with the live registrations alone, in the order of their descriptors.
  private mutating func rebuild(in kernel: inout ModelKernel) {
    guard let fresh = try? kernel.makeEpoll() else { preconditionFailure("a model without room") }
    let known = live.filter { !registrations[$0].isClosed }
    for token in known.sorted(by: { registrations[$0].descriptor < registrations[$1].descriptor }) {
      let registration = registrations[token]
      let interest: Readiness = registration.isDisarmed ? [] : registration.interest
      let trigger = registration.isDisarmed ? .oneShot : registration.trigger
      let asked = Self.events(interest, trigger.subtracting(.exclusive))
      do throws(ModelError) {
        // The old instance knows whether the number still names the file that was registered.
        try kernel.control(epoll, .modify, registration.descriptor, events: asked, data: UInt64(token))
      } catch  where error != .invalidArgument {
        continue
      } catch {}
      let events = Self.events(interest, trigger)
      try? kernel.control(fresh, .add, registration.descriptor, events: events, data: UInt64(token))
      registrations[token].isAddedAnew = registration.trigger.contains(.edge)
    }
    try? kernel.close(epoll)
    epoll = fresh
    hasGhost = false
    hadGhost = true
  }
}
