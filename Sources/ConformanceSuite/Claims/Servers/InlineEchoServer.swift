internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The tutorial's server: its listener is level-triggered, its connections are edge-triggered, and whatever
/// it reads it writes at once, without a look at what that leads to.
enum InlineEchoServer: EchoServer {
  static func serve<Loop: EventLoop & ~Copyable>(
    _ listener: CInt, on loop: consuming Loop, tally: CInt
  ) throws {
    var loop = loop
    var connections: [Token: CInt] = [:]
    let listening = try loop.register(listener, for: .readable)
    while true {
      try loop.wait(.forever)
      while let event = loop.next() {
        guard case .ready(let token, _) = event else { continue }
        if token == listening {
          while case let connection = cobjects_accept(listener), connection >= 0 {
            connections[try loop.register(connection, for: .readable, trigger: .edge)] = connection
          }
        } else if let connection = connections[token], !echo(connection) {
          try loop.deregister(token)
          close(connection)
          connections[token] = nil
        }
      }
    }
  }

  /// Reads until nothing is left, and writes each part; false when the connection is at its end.
  private static func echo(_ connection: CInt) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1024)
    while true {
      let count = read(connection, &buffer, buffer.count)
      if count > 0 {
        write(connection, buffer, count)
      } else {
        return count < 0 && errno == EAGAIN
      }
    }
  }
}
