internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The introduction's server: all is edge-triggered, each connection for reading and for writing, with a
/// handler for each; an error is taken for both, so that both handlers run and meet it.
///
/// The document leaves out what is done with data and with errors: here the receiving handler keeps the data
/// for the sending one, and an error ends the connection.
enum SplitEchoServer: EchoServer {
  /// What was received of a connection and not sent yet.
  private struct Connection {
    let descriptor: CInt
    var pending: [UInt8] = []
    var sent = 0
  }

  static func serve<Loop: EventLoop & ~Copyable>(
    _ listener: CInt, on loop: consuming Loop, tally: CInt
  ) throws {
    var loop = loop
    var connections: [Token: Connection] = [:]
    let listening = try loop.register(listener, for: .readable, trigger: .edge)
    while true {
      try loop.wait(.forever)
      while let event = loop.next() {
        guard case .ready(let token, var readiness) = event else { continue }
        let isError = readiness.contains(.error)
        if isError { readiness.formUnion([.readable, .writable]) }
        if readiness.contains(.readable) {
          if token == listening {
            while case let descriptor = cobjects_accept(listener), descriptor >= 0 {
              let token = try loop.register(descriptor, for: [.readable, .writable], trigger: .edge)
              connections[token] = Connection(descriptor: descriptor)
            }
          } else if connections[token] != nil, !receive(&connections[token]) {
            try loop.deregister(token)
          }
        }
        if readiness.contains(.writable) {
          send(&connections[token])
          if isError { Files.signal(tally) }
        }
      }
    }
  }

  /// Receives until nothing is left; false when the connection is at its end and closed.
  private static func receive(_ connection: inout Connection?) -> Bool {
    guard let descriptor = connection?.descriptor else { return true }
    var buffer = [UInt8](repeating: 0, count: 1024)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        connection?.pending += buffer[..<count]
      } else if count < 0, errno == EAGAIN {
        return true
      } else if count == 0 || errno != EINTR {
        close(descriptor)
        connection = nil
        return false
      }
    }
  }

  /// Sends until nothing is left, or nothing more fits.
  private static func send(_ connection: inout Connection?) {
    guard var current = connection else { return }
    connection = nil
    while current.sent < current.pending.count {
      // Safety: the pointer is used within the closure only, for the bytes from the first one that was not
      // sent.
      let count = current.pending.withUnsafeBytes { bytes in
        Glibc.send(
          current.descriptor, bytes.baseAddress.map { $0 + current.sent }, bytes.count - current.sent, 0)
      }
      if count > 0 {
        current.sent += count
      } else if errno != EINTR {
        break
      }
    }
    if current.sent == current.pending.count {
      current.pending.removeAll(keepingCapacity: true)
      current.sent = 0
    }
    connection = current
  }
}
