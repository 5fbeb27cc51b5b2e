/// Descriptors that are sent over unix sockets (`SCM_RIGHTS` of unix(7)).
extension ModelKernel {
  /// Sends one byte over a unix socket, and with it a descriptor's open file, which so has one more reference
  /// until the byte is read or thrown away.
  ///
  /// A unix socket is not sent, as such files can refer to each other in a circle, which the kernel's garbage
  /// collector ends at a time of its own.
  ///
  /// Source: `unix_scm_to_skb` in net/unix/af_unix.c, `scm_fp_copy` in net/core/scm.c.
  ///
  /// - Parameters:
  ///   - descriptor: what is sent.
  ///   - socket: the socket that it is sent over, which is connected.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``; ``ModelError/notSupported`` for a
  ///   unix socket as `descriptor`, or another socket as `socket`; as ``write(_:_:)``.
  public mutating func send(_ descriptor: CInt, over socket: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    let place = try passingSocket(socket)
    guard !files[file].kind.isUnixSocket else { throw .notSupported }
    let peer = unixSockets[place].peer
    _ = try writeUnix(place, 1)
    cover(.descriptorSent)
    files[file].references += 1
    packets[unixSockets[peer].received.last].file = file
  }

  /// Reads one byte, or one message, and gives the file that came with it a number.
  ///
  /// Source: `scm_detach_fds` in net/core/scm.c.
  ///
  /// - Parameters:
  ///   - socket: the socket to read.
  ///   - number: the number for the file; nil takes the lowest free one.
  /// - Returns: The new descriptor; nil if no file came.
  /// - Throws: ``ModelError/tooManyFiles`` before anything is read; as ``read(_:_:)``.
  public mutating func receive(from socket: CInt, at number: CInt? = nil) throws(ModelError) -> CInt? {
    let place = try passingSocket(socket)
    try checkRoom(1)
    let first = unixSockets[place].received.first
    let file = first == nowhere ? nowhere : packets[first].file
    if file != nowhere { packets[first].file = nowhere }
    do throws(ModelError) {
      _ = try readUnix(place, 1)
    } catch {
      // What was not read, as an error came first, is there still.
      if file != nowhere { packets[first].file = file }
      throw error
    }
    return file == nowhere ? nil : install(file, at: number)
  }

  private func passingSocket(_ descriptor: CInt) throws(ModelError) -> Place {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .unixStream, .unixDatagram, .unixSeqpacket: return files[file].object
    case .unixListener, .tcp, .tcpListener, .udp: throw .notSupported
    default: throw .notASocket
    }
  }
}

extension ModelFileKind {
  fileprivate var isUnixSocket: Bool {
    switch self {
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: true
    default: false
    }
  }
}
