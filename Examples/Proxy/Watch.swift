import EpollCore
import ExampleSupport

/// The registration of a socket, for as long as it waits for something.
///
/// With an empty interest there is none: a hangup would be reported by every wait, while nothing can be done
/// about it before the other side has taken what it is to get.
struct Watch {
  private(set) var token: Token?
  private var interest: Interest = []

  mutating func set<Loop: EventLoop & ~Copyable>(
    _ wanted: Interest, _ descriptor: CInt, _ handler: ServerHandler<ProxyConnection>,
    on dispatcher: inout ServerDispatcher<Loop, ProxyConnection>
  ) throws {
    guard wanted != interest else { return }
    if wanted.isEmpty {
      end(on: &dispatcher)
    } else if let token {
      try dispatcher.modify(token, for: wanted)
    } else {
      token = try dispatcher.register(descriptor, for: wanted, handler: handler)
    }
    interest = wanted
  }

  mutating func end<Loop: EventLoop & ~Copyable>(
    on dispatcher: inout ServerDispatcher<Loop, ProxyConnection>
  ) {
    if let token { try? dispatcher.deregister(token) }
    token = nil
    interest = []
  }
}
