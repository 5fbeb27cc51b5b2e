import EventLoopAPI
import Glibc
import WorkloadSupport

/// A connection of the server's.
private struct Connection {
  var echo = support_echo()
  var interest: Interest = .readable
}

/// A server that returns to each client what it sends, until it is killed.
func echo(on loop: consuming some EventLoop & ~Copyable) throws {
  var loop = loop
  // By the place of the token; as many as the process may hold descriptors.
  var connections = [Connection](repeating: Connection(), count: sysconf(CInt(_SC_OPEN_MAX)))
  let listener = support_listen()
  let listenerToken = try loop.register(listener, for: .readable)
  support_print_port(listener)
  while true {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .ready(listenerToken, _):
        try acceptAll(from: listener, on: &loop) { connections[Int($0.index)] = Connection(echo: $1) }
      case .ready(let token, _):
        try transfer(token, &connections[Int(token.index)], on: &loop)
      case .timer, .wake: break
      }
    }
  }
}

/// Registers each connection that has arrived, and has it kept.
private func acceptAll(
  from listener: CInt, on loop: inout some EventLoop & ~Copyable, keep: (Token, support_echo) -> Void
) throws {
  while true {
    var echo = support_echo()
    echo.descriptor = support_accept(listener)
    guard echo.descriptor >= 0 else { return }
    keep(try loop.register(echo.descriptor, for: .readable), echo)
  }
}

/// Reads or writes once, and watches for what the connection needs next.
private func transfer(
  _ token: Token, _ connection: inout Connection, on loop: inout some EventLoop & ~Copyable
) throws {
  let next =
    connection.interest == .readable
    ? support_echo_read(&connection.echo) : support_echo_write(&connection.echo)
  if next == SUPPORT_ECHO_CLOSE {
    try loop.deregister(token)
    support_echo_close(&connection.echo)
    return
  }
  let interest: Interest = next == SUPPORT_ECHO_WRITE ? .writable : .readable
  guard interest != connection.interest else { return }
  connection.interest = interest
  try loop.modify(token, for: interest)
}
