extension ModelKernel {
  /// Looks at what a read of a socket would give, and leaves it there: one call of recv(2) with `MSG_PEEK`.
  ///
  /// - Parameters:
  ///   - descriptor: the socket.
  ///   - count: the most bytes to look at.
  /// - Returns: The bytes seen, 0 at the end of a stream.
  /// - Throws: as ``read(_:_:)``, ``ModelError/notASocket`` for other kinds; a pending error is used up.
  public mutating func peek(_ descriptor: CInt, _ count: Int) throws(ModelError) -> Int {
    let file = try self.file(of: descriptor)
    let socket = files[file].object
    // What a look would see is what a read in another world gets.
    var other = self
    do throws(ModelError) {
      switch files[file].kind {
      case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: return try other.readUnix(socket, count)
      case .tcp, .tcpListener: return try other.readConnection(socket, count)
      case .udp: return try other.readUDP(socket, count)
      default: throw .notASocket
      }
    } catch {
      // A refusal takes the error that it tells; the urgent byte that a read passes over stays.
      switch files[file].kind {
      case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener:
        unixSockets[socket].error = other.unixSockets[socket].error
      case .tcp, .tcpListener, .udp: internetSockets[socket].error = other.internetSockets[socket].error
      default: break
      }
      throw error
    }
  }
}
