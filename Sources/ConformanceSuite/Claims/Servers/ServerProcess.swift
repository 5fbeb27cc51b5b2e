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

  /// How it has ended, as far as ``hasEnded()`` has seen it.
  private(set) var ending: String?

  /// Makes the listener; clients may connect, and are accepted when it is started.
  ///
  /// Its connections hold some ten thousand bytes to be sent, so that what is more than that need not be
  /// much.
  init() throws {
    let listener = try OwnedDescriptor(try ObjectTable.tcpListener())
    let tally = try Files.counter()
    _ = cobjects_option(listener.number, SOL_SOCKET, SO_SNDBUF, 16_384)
    self.listener = listener
    self.tally = tally
    process = nil
    ending = nil
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
    guard let process, ending == nil else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Looks whether it has ended.
  mutating func hasEnded() -> Bool {
    var status: CInt = 0
    if let process, ending == nil, waitpid(process, &status, WNOHANG) == process {
      ending = status & 0x7F == 0 ? "status \((status >> 8) & 0xFF)" : SignalName.of(status & 0x7F)
    }
    return ending != nil
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
