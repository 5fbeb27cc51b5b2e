internal import CEpoll
internal import EventLoopAPI

/// The owner of one epoll instance: closed when it goes.
struct Epoll: ~Copyable {
  /// The instance's descriptor.
  let descriptor: CInt

  /// epoll_create1(2).
  init() throws(LoopError) {
    let result = cepoll_create()
    guard result >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -result)) }
    descriptor = result
  }

  deinit {
    _ = cepoll_close(descriptor)
  }

  /// The change that a call of epoll_ctl(2) makes.
  enum Change {
    case add
    case modify
    case remove

    fileprivate var operation: CInt {
      switch self {
      case .add: CInt(EPOLL_CTL_ADD)
      case .modify: CInt(EPOLL_CTL_MOD)
      case .remove: CInt(EPOLL_CTL_DEL)
      }
    }
  }

  /// epoll_ctl(2): nil, or the kernel's refusal.
  func control(_ change: Change, _ target: CInt, events: UInt32 = 0, data: UInt64 = 0) -> ErrorCode? {
    let result = cepoll_ctl(descriptor, change.operation, target, events, data)
    return result < 0 ? ErrorCode(rawValue: -result) : nil
  }

  /// Puts this instance in the place of another one, whose number it takes over.
  ///
  /// Both owners stay good: each closes a number of its own.
  func takePlace(of other: borrowing Epoll) throws(LoopError) {
    let result = cepoll_duplicate(descriptor, other.descriptor)
    guard result >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -result)) }
  }
}

extension Epoll {
  /// Makes an instance that reports wakes.
  ///
  /// Edge-triggered, so that the eventfd need not be read: each write is a new edge.
  static func watching(_ wakes: EpollWaker.State) throws(LoopError) -> Epoll {
    let epoll = try Epoll()
    let events = Registration.events(.readable, .edge)
    if let refusal = epoll.control(.add, wakes.descriptor, events: events, data: EventBatch.noToken) {
      throw LoopError(.create, refusal)
    }
    return epoll
  }
}
