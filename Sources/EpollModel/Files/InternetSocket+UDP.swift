extension ModelKernel {
  /// Source: `udp_poll` in net/ipv4/udp.c, `datagram_poll` in net/core/datagram.c.
  func udpMask(_ place: Place) -> EventMask {
    let socket = internetSockets[place]
    var mask: EventMask = .socketWrite
    if socket.error != nil { mask.insert(.error) }
    if socket.shut.contains(.reading) { mask.formUnion([.peerClosed, .readable, .readNormal]) }
    if socket.shut == .both { mask.insert(.hangup) }
    if !socket.received.isEmpty { mask.formUnion(.anyRead) }
    return mask
  }

  /// The datagram leaves the sender's buffer at once, which tells the sender of room, and then is there; or
  /// nobody is there, which an ICMP message tells the sender.
  ///
  /// Source: `udp_sendmsg`, `sock_def_write_space` in net/core/sock.c, `udp_queue_rcv_one_skb`, `__udp4_lib_err`.
  mutating func writeUDP(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    guard count <= 65_507 else { throw .messageTooLong }
    if let error = takeInternetError(socket) { throw refusal(error, by: .internetErrorFirst) }
    guard !internetSockets[socket].shut.contains(.writing) else { throw .brokenPipe }
    cover(.udpSent)
    wake(internetSockets[socket].queue, key: .socketWrite)
    let peer = internetSockets[socket].peer
    if internetSockets[peer].isDead {
      cover(.udpSentToNobody)
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
}
