extension ModelKernel {
  /// Source: `udp_poll` in net/ipv4/udp.c, `datagram_poll` in net/core/datagram.c.
  func udpMask(_ place: Place) -> EventMask {
    let socket = internetSockets[place]
    var mask: EventMask = .socketWrite
    if socket.error != nil || socket.queuedErrors > 0 { mask.insert(.error) }
    if socket.shut.contains(.reading) { mask.formUnion([.peerClosed, .readable, .readNormal]) }
    if socket.shut == .both { mask.insert(.hangup) }
    if !socket.received.isEmpty { mask.formUnion(.anyRead) }
    return mask
  }

  /// The datagram leaves the sender's buffer at once, which tells the sender of room, and then is there; or
  /// nobody is there, which an ICMP message tells the sender.
  ///
  /// Source: `udp_sendmsg`, `sock_def_write_space` in net/core/sock.c, `udp_queue_rcv_one_skb`,
  /// `__udp4_lib_err`.
  mutating func writeUDP(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    guard internetSockets[socket].state == .connected else { throw .destinationRequired }
    guard count <= 65_507 else { throw .messageTooLong }
    if let error = takeInternetError(socket) { throw refusal(error, by: .internetErrorFirst) }
    guard !internetSockets[socket].shut.contains(.writing) else { throw .brokenPipe }
    cover(.udpSent)
    wake(internetSockets[socket].queue, key: .socketWrite)
    let peer = internetSockets[socket].peer
    if internetSockets[peer].isDead {
      cover(.udpSentToNobody)
      if internetSockets[socket].queuesErrors { cover(.errorQueued) }
      if internetSockets[socket].queuesErrors { internetSockets[socket].queuedErrors += 1 }
      internetSockets[socket].error = .connectionRefused
      wake(internetSockets[socket].queue, key: .error)
    } else {
      internetSockets[peer].received.append(Packet(length: Int32(count)), in: &packets)
      wake(internetSockets[peer].queue, key: .dataKey)
    }
    return count
  }

  /// An error comes before data.
  ///
  /// Source: `__skb_recv_udp` in net/ipv4/udp.c.
  mutating func readUDP(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    guard count > 0 else { return 0 }
    if let error = takeInternetError(socket) { throw refusal(error, by: .internetErrorFirst) }
    guard !internetSockets[socket].received.isEmpty else { throw .wouldBlock }
    return min(count, Int(internetSockets[socket].received.removeFirst(in: &packets).length))
  }

  /// Has refusals of datagrams kept one by one until they are read (`IP_RECVERR`).
  ///
  /// - Parameter descriptor: the socket. Over TCP nothing comes of it, as the loopback interface refuses by
  ///   resets.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``, ``ModelError/notSupported`` for unix
  ///   sockets.
  public mutating func queueErrors(_ descriptor: CInt) throws(ModelError) {
    internetSockets[try internetSocket(descriptor)].queuesErrors = true
  }

  /// Takes the oldest refusal that is kept (recvmsg(2) with `MSG_ERRQUEUE`).
  ///
  /// The next one becomes the socket's error, which is told; with the last the socket's error is gone.
  ///
  /// Source: `ip_recv_error` in net/ipv4/ip_sockglue.c, `sock_dequeue_err_skb` in net/core/skbuff.c.
  ///
  /// - Parameter descriptor: the socket.
  /// - Returns: The error.
  /// - Throws: ``ModelError/wouldBlock`` if there is none; as ``queueErrors(_:)``.
  public mutating func readQueuedError(_ descriptor: CInt) throws(ModelError) -> ModelError {
    let socket = try internetSocket(descriptor)
    guard internetSockets[socket].queuedErrors > 0 else { throw .wouldBlock }
    internetSockets[socket].queuedErrors -= 1
    if internetSockets[socket].queuedErrors > 0 {
      internetSockets[socket].error = .connectionRefused
      wake(internetSockets[socket].queue, key: .error)
    } else {
      cover(.errorQueueEmptied)
      internetSockets[socket].error = nil
    }
    return .connectionRefused
  }

  private func internetSocket(_ descriptor: CInt) throws(ModelError) -> Place {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .tcp, .tcpListener, .udp: return files[file].object
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: throw .notSupported
    default: throw .notASocket
    }
  }
}
