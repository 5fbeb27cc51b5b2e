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
    case .exclusiveForFirst where events.contains(.exclusive):
      if !SharedState.hold(registration.descriptor, by: number) { events.remove(.exclusive) }
    case .exclusiveWithoutEdge where events.contains(.exclusive): events.remove(.edge)
    case .nestedAsEdge where registration.isEpoll: events.insert(.edge)
    case .unaskedTold: events.insert(.readable)
    default: break
    }
    return events
  }

  /// The number under which the kernel knows a registration.
  func kernelNumber(_ token: Token, _ registration: MutantRegistration) -> CInt {
    memory.duplicates[token] ?? registration.descriptor
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

  /// Changes the mode of a descriptor.
  func changeMode(of descriptor: CInt, isBlocking: Bool) {
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, isBlocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK)
  }
}
