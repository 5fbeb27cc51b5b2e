internal import CEpoll
internal import EpollCore
internal import EventLoopAPI

extension MutantLoop {
  /// Makes the epoll instance anew, under the same number, with the live registrations alone.
  ///
  /// A watch outlives its registration if the descriptor was closed while a duplicate lived; the kernel can
  /// no longer name it (epoll(7), question 6).
  mutating func rebuild() throws(LoopError) {
    do throws(EpollError) {
      let fresh = try Epoll()
      if fault != .rebuildLosesWaker {
        try fresh.add(wakes.descriptor, for: .readable, data: Self.wakeData)
      }
      for (token, registration) in registrations.sorted(by: { $0.value.descriptor < $1.value.descriptor })
      where (!registration.isSuperseded || fault == .rebuildConfusesOwners) && knows(token, registration) {
        // The mask that a disarmed registration has can only be had by a report, which is dropped.
        let isSpent = registration.isDisarmed && fault != .rebuildArmsSpent
        var wanted = registration
        if fault == .rebuildForgetsChanges { wanted.interest = registration.firstInterest }
        let events = isSpent ? [.oneShot] : kernelEvents(wanted)
        try fresh.add(kernelNumber(token, registration), for: events, data: token.rawValue)
        if fault == .rebuildArmsSpent { registrations[token]?.isDisarmed = false }
      }
      let result = cepoll_duplicate(fresh.descriptor, epoll.descriptor)
      guard result >= 0 else { throw EpollError(.create, ErrorCode(rawValue: -result)) }
      if fault == .rebuildLeaks { _ = fresh.release() }
    } catch {
      throw LoopError(.wait, error.code)
    }
    hasGhost = fault == .rebuildRepeats
  }

  /// Whether the number of a registration still names the file that was registered, as the kernel says.
  private func knows(_ token: Token, _ registration: MutantRegistration) -> Bool {
    if fault == .rebuildTakesStrangers { return true }
    do throws(EpollError) {
      let events = registration.events.subtracting(.exclusive)
      try epoll.modify(kernelNumber(token, registration), for: events, data: token.rawValue)
      return true
    } catch {
      return error.code == .invalidArgument && fault != .rebuildDropsExclusive
    }
  }
}
