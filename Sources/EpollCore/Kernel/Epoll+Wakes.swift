internal import CEpoll
internal import EventLoopAPI

extension Epoll {
  /// Makes an instance that reports wakes.
  ///
  /// Edge-triggered, so that the eventfd need not be read: each write is a new edge.
  static func watching(_ wakes: EpollWaker.State) throws(LoopError) -> Epoll {
    let epoll: Epoll
    do {
      epoll = try Epoll()
    } catch {
      throw LoopError(.create, error.code)
    }
    if let refusal = epoll.control(
      .add, wakes.descriptor, events: wakeEvents, data: EventBatch.noToken)
    {
      throw LoopError(.create, refusal)
    }
    return epoll
  }

  /// How a loop watches its eventfd.
  static var wakeEvents: UInt32 { Registration.events(.readable, .edge) }

  /// Puts this instance in the place of another one, whose number it takes over.
  ///
  /// Both owners stay good: each closes a number of its own.
  @usableFromInline
  func takePlace(of other: borrowing Epoll) throws(LoopError) {
    let result = cepoll_duplicate(descriptor, other.descriptor)
    guard result >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -result)) }
  }
}
