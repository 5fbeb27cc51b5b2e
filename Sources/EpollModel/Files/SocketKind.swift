/// The types of connected unix sockets that come in pairs.
public enum SocketPairKind: Hashable, Sendable, CaseIterable {
  /// A stream of bytes.
  case stream
  /// Messages that need no connection.
  case datagram
  /// Messages over a connection.
  case seqpacket
}

/// What shutdown(2) shuts.
public enum ShutdownHalf: Hashable, Sendable, CaseIterable {
  /// `SHUT_RD`.
  case read
  /// `SHUT_WR`.
  case write
  /// `SHUT_RDWR`.
  case both
}

extension ShutdownHalf {
  var halves: UnixSocket.Halves {
    switch self {
    case .read: .reading
    case .write: .writing
    case .both: .both
    }
  }
}
