import CEcho
import EpollCore

/// Returns to each client what it sends, until the loop is woken.
///
/// A client that does not read is not read from either: it costs one buffer, and a change of interest.
struct EchoServer: ~Copyable {
  /// The clients that were accepted.
  private(set) var served = 0

  /// The times a client had no room for all that it sent.
  private(set) var stalls = 0

  /// The clients that are connected.
  var open: Int { loop.statistics.registrations - 1 }

  private var loop: EpollLoop
  private let listener: CInt
  private let arrivals: Token

  /// By the index of the token, which is small.
  private var connections: [Connection?] = []

  private var buffer = [UInt8](repeating: 0, count: 16384)

  init(listener: CInt) throws(LoopError) {
    var loop = try EpollLoop()
    arrivals = try loop.register(listener, for: .readable)
    self.loop = loop
    self.listener = listener
  }

  var waker: EpollWaker { loop.waker }

  mutating func serve() throws(LoopError) {
    while true {
      try loop.wait(.forever)
      while let event = loop.next() {
        switch event {
        case .ready(arrivals, _): try accept()
        // Hangup and error too: the next read or write says what it is.
        case .ready(let token, _): try transfer(token)
        case .timer: try loop.modify(arrivals, for: .readable)
        case .wake: return
        }
      }
    }
  }

  private mutating func accept() throws(LoopError) {
    let descriptor = cecho_accept(listener)
    guard descriptor >= 0 else {
      if Self.isPassing(Int(descriptor)) || -descriptor == ECONNABORTED { return }
      // No descriptor or no memory is left: the listener stays ready, so look away for a while.
      try loop.modify(arrivals, for: [])
      _ = try loop.schedule(after: .milliseconds(100))
      return
    }
    let connection = Connection(descriptor)
    guard let token = try? loop.register(descriptor, for: .readable) else { return }
    while connections.count <= Int(token.index) { connections.append(nil) }
    connections[Int(token.index)] = connection
    served += 1
  }

  private mutating func transfer(_ token: Token) throws(LoopError) {
    guard let connection = connections[Int(token.index)] else { return }
    let isGood = connection.unsent.isEmpty ? try echo(connection, token) : try resume(connection, token)
    guard !isGood else { return }
    try loop.deregister(token)
    connections[Int(token.index)] = nil
  }

  /// Reads once and writes it; false at the end of the connection.
  private mutating func echo(_ connection: Connection, _ token: Token) throws(LoopError) -> Bool {
    let count = cecho_read(connection.descriptor, &buffer, buffer.count)
    guard count > 0 else { return Self.isPassing(count) }
    let written = cecho_write(connection.descriptor, buffer, count)
    guard written >= 0 || Self.isPassing(written) else { return false }
    guard written < count else { return true }
    stalls += 1
    connection.unsent = Array(buffer[max(written, 0)..<count])
    try loop.modify(token, for: .writable)
    return true
  }

  /// Writes what was left; false at the end of the connection.
  private mutating func resume(_ connection: Connection, _ token: Token) throws(LoopError) -> Bool {
    let written = cecho_write(connection.descriptor, connection.unsent, connection.unsent.count)
    guard written >= 0 else { return Self.isPassing(written) }
    connection.unsent.removeFirst(written)
    if connection.unsent.isEmpty { try loop.modify(token, for: .readable) }
    return true
  }

  /// Whether a call that brought nothing is only to be made again.
  private static func isPassing(_ result: Int) -> Bool {
    let code = ErrorCode(rawValue: CInt(-result))
    return code == .wouldBlock || code == .interrupted
  }
}
