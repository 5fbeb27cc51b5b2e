internal import Glibc

/// A stream socket that does not block, and that closes with its owner.
public struct Socket: ~Copyable {
  /// Its number, to be registered with a loop; deregister it before the owner goes.
  public let descriptor: CInt

  init(owning descriptor: CInt) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Begins to connect to an address; the socket is writable when that is done or has failed.
  ///
  /// - Throws: ``SocketError``, if it fails at once.
  public init(connectingTo address: SocketAddress) throws(SocketError) {
    let socket = try address.makeSocket()
    do throws(SocketError) {
      try address.withSystemAddress("connect") { connect(socket.descriptor, $0, $1) }
    } catch {
      guard error.number == EINPROGRESS else { throw error }
    }
    self = socket
  }

  /// Says whether the connection that was begun is there.
  ///
  /// - Throws: ``SocketError``, with the reason why it is not.
  public borrowing func checkConnection() throws(SocketError) {
    var number: CInt = 0
    var length = socklen_t(MemoryLayout.size(ofValue: number))
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length) == 0 else {
      throw SocketError("getsockopt")
    }
    if number != 0 { throw SocketError("connect", number) }
  }

  /// Reads what is there: nil if nothing is, zero bytes at the end of the stream.
  ///
  /// - Throws: ``SocketError``, for instance if the peer has reset the connection.
  public borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(SocketError) -> Int? {
    let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
    return try count >= 0 ? count : Self.passing("recv")
  }

  /// Writes as many bytes as there is room for, which may be none.
  ///
  /// If the peer is gone there is an error and no signal.
  ///
  /// - Throws: ``SocketError``.
  public borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(SocketError) -> Int {
    let count = send(descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
    return try count >= 0 ? count : Self.passing("send") ?? 0
  }

  /// Ends the stream that the peer reads; it may still write.
  public borrowing func endWriting() {
    // Refused only if the connection is gone already.
    shutdown(descriptor, CInt(SHUT_WR))
  }

  /// Nil for a call that is only to be repeated later.
  private static func passing(_ call: String) throws(SocketError) -> Int? {
    let error = SocketError(call)
    guard error.isPassing else { throw error }
    return nil
  }
}
