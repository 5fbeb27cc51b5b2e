/// A refusal of the kernel, by the name of its `errno`.
public enum ModelError: String, Error, Hashable, Sendable, CaseIterable {
  /// The kind cannot be waited for.
  case notPermitted = "EPERM"
  /// No such entry.
  case notFound = "ENOENT"
  /// Nobody has the other end of the FIFO open.
  case noPartner = "ENXIO"
  /// The descriptor is not open, or not for this.
  case badDescriptor = "EBADF"
  /// There is no such child, or it was waited for already.
  case noChild = "ECHILD"
  /// It would block.
  case wouldBlock = "EAGAIN"
  /// Added already.
  case exists = "EEXIST"
  /// A combination that is not allowed.
  case invalidArgument = "EINVAL"
  /// There is nobody who reads.
  case brokenPipe = "EPIPE"
  /// Instances in a cycle, or more than five of them one inside the other.
  case loop = "ELOOP"
  /// The process has no descriptor left.
  case tooManyFiles = "EMFILE"
  /// A directory.
  case isDirectory = "EISDIR"
  /// Not a terminal.
  case notATerminal = "ENOTTY"
  /// Not a socket.
  case notASocket = "ENOTSOCK"
  /// A message to nobody: the socket is not connected.
  case destinationRequired = "EDESTADDRREQ"
  /// A message longer than the socket takes.
  case messageTooLong = "EMSGSIZE"
  /// The socket's kind does not do this.
  case notSupported = "ENOTSUP"
  /// The peer reset the connection.
  case connectionReset = "ECONNRESET"
  /// Connected already.
  case isConnected = "EISCONN"
  /// Not connected.
  case notConnected = "ENOTCONN"
  /// Nobody listens.
  case connectionRefused = "ECONNREFUSED"
  case connectionAborted = "ECONNABORTED"
  /// The device has gone.
  case inputOutput = "EIO"
  /// The connection is being made.
  case inProgress = "EINPROGRESS"
  /// An earlier attempt to connect is still under way.
  case alreadyConnecting = "EALREADY"

  /// The value of the `errno` on Linux.
  public var code: CInt {
    switch self {
    case .notPermitted: 1
    case .notFound: 2
    case .inputOutput: 5
    case .noPartner: 6
    case .badDescriptor: 9
    case .noChild: 10
    case .wouldBlock: 11
    case .exists: 17
    case .invalidArgument: 22
    case .isDirectory: 21
    case .tooManyFiles: 24
    case .notATerminal: 25
    case .brokenPipe: 32
    case .loop: 40
    case .notASocket: 88
    case .destinationRequired: 89
    case .messageTooLong: 90
    case .notSupported: 95
    case .connectionAborted: 103
    case .connectionReset: 104
    case .isConnected: 106
    case .notConnected: 107
    case .connectionRefused: 111
    case .alreadyConnecting: 114
    case .inProgress: 115
    }
  }

  /// The name of the `errno`, such as `EBADF`.
  public var name: String { rawValue }
}

extension ModelError: CustomStringConvertible {
  /// The name of the `errno`.
  public var description: String { rawValue }
}
