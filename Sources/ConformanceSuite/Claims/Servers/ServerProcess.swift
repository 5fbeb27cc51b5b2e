internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A server as a process of its own, which ends with this value.
struct ServerProcess: ~Copyable {
  /// What its clients connect to, which does not block.
  private let listener: OwnedDescriptor

  /// What the server adds to.
  private let tally: OwnedDescriptor

  private var process: pid_t?

  /// Makes the listener; clients may connect, and are accepted when it is started.
  init() throws {
    let listener = try OwnedDescriptor(try ObjectTable.tcpListener())
    let tally = try Files.counter()
    self.listener = listener
    self.tally = tally
    process = nil
  }

  /// Starts it; no other thread may run in this process.
  mutating func start(_ server: any EchoServer.Type, on backend: Backend) throws(ErrorCode) {
    let child = cobjects_fork()
    guard child >= 0 else { throw ErrorCode(rawValue: -child) }
    if child == 0 {
      // As it is for a server that does not think of it.
      signal(SIGPIPE, SIG_DFL)
      try? backend.serve(listener.number, by: server, tally: tally.number)
      _exit(EXIT_FAILURE)
    }
    process = child
  }

  deinit {
    guard let process else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// How it has ended; nil while it runs.
  mutating func ending() -> String? {
    guard let child = process else { return "not started" }
    var status: CInt = 0
    guard waitpid(child, &status, WNOHANG) == child else { return nil }
    process = nil
    return status & 0x7F == 0 ? "status \((status >> 8) & 0xFF)" : SignalName.of(status & 0x7F)
  }

  /// What the server has added up since the last look; 0 if that does not come within ten seconds.
  func takeTally() -> UInt64 {
    guard cobjects_poll(tally.number, CShort(POLLIN), 10_000) > 0 else { return 0 }
    var value: UInt64 = 0
    return read(tally.number, &value, 8) == 8 ? value : 0
  }

  /// Connects a client.
  func connect(receiveBuffer: CInt? = nil) throws -> EchoClient {
    try EchoClient(listener.number, receiveBuffer: receiveBuffer)
  }
}
