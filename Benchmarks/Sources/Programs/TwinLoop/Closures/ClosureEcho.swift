import EventLoopAPI
import WorkloadSupport

/// A server that returns to each client what it sends, until it is killed.
func closureEcho<Loop: EventLoop & ~Copyable>(on loop: consuming Loop) throws {
  var dispatcher = ThrowingClosureDispatcher<Loop, LoopError>(loop)
  let listener = support_listen()
  _ = try dispatcher.register(listener, for: .readable) { dispatcher, _, _ throws(LoopError) in
    while true {
      let descriptor = support_accept(listener)
      guard descriptor >= 0 else { return }
      let connection = EchoConnection(descriptor)
      _ = try dispatcher.register(descriptor, for: .readable) { dispatcher, token, _ throws(LoopError) in
        try connection.transfer(token, on: &dispatcher)
      }
    }
  }
  support_print_port(listener)
  try dispatcher.run()
}
