import EventLoopAPI
import WorkloadSupport

/// A descriptor of the server's.
private enum Endpoint: EventHandler {
  case listener(CInt)
  case connection(EchoConnection)

  func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(LoopError) {
    switch self {
    case .listener(let listener): try Self.acceptAll(from: listener, on: &dispatcher)
    case .connection(let connection): try connection.transfer(token, on: &dispatcher)
    }
  }

  private static func acceptAll(
    from listener: CInt, on dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(LoopError) {
    while true {
      let descriptor = support_accept(listener)
      guard descriptor >= 0 else { return }
      let connection = EchoConnection(descriptor)
      _ = try dispatcher.register(descriptor, for: .readable, handler: .connection(connection))
    }
  }
}

/// A server that returns to each client what it sends, until it is killed.
func handlerEcho(on loop: consuming some EventLoop & ~Copyable) throws {
  var dispatcher = Dispatcher<_, Endpoint>(loop)
  let listener = support_listen()
  _ = try dispatcher.register(listener, for: .readable, handler: .listener(listener))
  support_print_port(listener)
  try dispatcher.run()
}
