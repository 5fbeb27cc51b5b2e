extension ModelKernel {
  /// Looks at what a read of a socket would give, and leaves it there: one call of recv(2) with `MSG_PEEK`.
  ///
  /// - Parameters:
  ///   - descriptor: the socket.
  ///   - count: the most bytes to look at.
  /// - Returns: The bytes seen, 0 at the end of a stream.
  /// - Throws: as ``read(_:_:)``, ``ModelError/notASocket`` for other kinds; a pending error is used up.
  public mutating func peek(_ descriptor: CInt, _ count: Int) throws(ModelError) -> Int {
    switch files[try self.file(of: descriptor)].kind {
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener, .tcp, .tcpListener, .udp: break
    default: throw .notASocket
    }
    // What a look would see is what a read in another world gets.
    var other = self
    let seen: Int?
    do throws(ModelError) {
      seen = try other.read(descriptor, count)
    } catch {
      seen = nil
    }
    // A read that is refused takes nothing but the error.
    if let seen { return seen }
    return try read(descriptor, count)
  }
}
