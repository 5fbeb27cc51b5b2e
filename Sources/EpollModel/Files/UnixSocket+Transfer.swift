extension ModelKernel {
  /// Source: `unix_poll` and `unix_dgram_poll` in net/unix/af_unix.c.
  func unixMask(_ socket: Place, requested: EventMask) -> EventMask {
    let socketValue = unixSockets[socket]
    var mask: EventMask = []
    if socketValue.error != nil { mask.insert(.error) }
    if socketValue.shut.contains(.reading) { mask.formUnion([.peerClosed, .readable, .readNormal]) }
    if socketValue.shut == .both { mask.insert(.hangup) }
    if !socketValue.received.isEmpty { mask.formUnion(.anyRead) }
    if socketValue.kind != .unixDatagram, socketValue.state == .closed { mask.insert(.hangup) }
    if isWritable(socket) { mask.formUnion(.socketWrite) }
    // `unix_dgram_poll` does not look for room that is not asked for.
    let isMessageBased = socketValue.kind == .unixDatagram || socketValue.kind == .unixSeqpacket
    if isMessageBased, requested.isDisjoint(with: .socketWrite) { mask.subtract(.socketWrite) }
    return mask
  }

  mutating func writeUnix(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    switch unixSockets[socket].kind {
    case .unixDatagram: return try sendMessage(socket, count)
    case .unixSeqpacket:
      // unix_seqpacket_sendmsg
      if let error = takeUnixError(socket) { throw refusal(error, by: .unixErrorFirst) }
      guard unixSockets[socket].state == .connected else { throw .notConnected }
      return try sendMessage(socket, count)
    default: return try sendStream(socket, count)
    }
  }

  mutating func readUnix(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    // sock_read_iter in net/socket.c
    guard count > 0 else { return 0 }
    switch unixSockets[socket].kind {
    case .unixDatagram: return try receiveMessage(socket, count)
    case .unixSeqpacket:
      guard unixSockets[socket].state == .connected else { throw .notConnected }
      return try receiveMessage(socket, count)
    default: return try receiveStream(socket, count)
    }
  }

  mutating func takeUnixError(_ socket: Place) -> ModelError? {
    defer { unixSockets[socket].error = nil }
    return unixSockets[socket].error
  }

  /// Each buffer that is sent wakes the peer; there may be a new one as long as the limit is not reached.
  ///
  /// Source: `unix_stream_sendmsg` in net/unix/af_unix.c.
  private mutating func sendStream(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    let peer = unixSockets[socket].peer
    guard peer != nowhere else { throw refusal(.notConnected, by: .unixUnconnectedRefused) }
    guard !unixSockets[socket].shut.contains(.writing) else {
      throw refusal(.brokenPipe, by: .unixWritingShutRefused)
    }
    var sent = 0
    while sent < count {
      // sock_alloc_send_pskb
      if let error = takeUnixError(socket) {
        if sent > 0 { break }
        throw refusal(error, by: .unixErrorFirst)
      }
      if unixSockets[socket].charged >= UnixSocket.sendBuffer {
        if sent > 0 { break }
        throw refusal(.wouldBlock, by: .sendBufferFullRefused)
      }
      if unixSockets[peer].isDead || unixSockets[peer].shut.contains(.reading) {
        tellOfRoom(socket)
        if sent > 0 { break }
        throw refusal(.brokenPipe, by: .unixPeerReadsNoMore)
      }
      let length = min(count - sent, UnixSocket.sendBuffer / 2 - 64, 3776 + 32768)
      deliver(length, memory: UnixSocket.memory(ofStream: length), from: socket, to: peer)
      sent += length
    }
    return sent
  }

  /// Source: `unix_dgram_sendmsg` in net/unix/af_unix.c.
  ///
  /// The two ends of a pair are each other's peer, so that the length of the receiver's queue does not count.
  private mutating func sendMessage(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    guard count <= UnixSocket.sendBuffer - 32 else {
      throw refusal(.messageTooLong, by: .messageTooLongRefused)
    }
    if let error = takeUnixError(socket) { throw refusal(error, by: .unixErrorFirst) }
    guard !unixSockets[socket].shut.contains(.writing) else {
      throw refusal(.brokenPipe, by: .unixWritingShutRefused)
    }
    guard unixSockets[socket].charged < UnixSocket.sendBuffer else {
      throw refusal(.wouldBlock, by: .sendBufferFullRefused)
    }
    let peer = unixSockets[socket].peer
    if let refusal = refusalAfterAllocation(socket, peer) {
      // The buffer that was made for the message is freed.
      tellOfRoom(socket)
      throw refusal
    }
    deliver(count, memory: UnixSocket.memory(ofMessage: count), from: socket, to: peer)
    return count
  }

  private mutating func refusalAfterAllocation(_ socket: Place, _ peer: Place) -> ModelError? {
    guard peer != nowhere else { return refusal(.notConnected, by: .unixUnconnectedRefused) }
    if unixSockets[peer].isDead, unixSockets[socket].kind == .unixDatagram {
      disconnectFromDead(socket, peer)
      return refusal(.connectionRefused, by: .datagramPeerLost)
    }
    guard unixSockets[peer].isDead || unixSockets[peer].shut.contains(.reading) else { return nil }
    return refusal(.brokenPipe, by: .unixPeerReadsNoMore)
  }

  /// The socket loses its peer, and what the peer had sent (`unix_dgram_disconnected`).
  private mutating func disconnectFromDead(_ socket: Place, _ peer: Place) {
    unixSockets[socket].peer = nowhere
    unixSockets[socket].state = .closed
    discardReceived(socket)
    unixSockets[peer].holders -= 1
    forgetUnixIfUnused(peer)
  }

  private mutating func deliver(_ length: Int, memory: Int, from socket: Place, to peer: Place) {
    unixSockets[socket].charged += memory
    unixSockets[socket].holders += 1
    unixSockets[peer].received.append(
      Packet(length: Int32(length), size: Int32(memory), owner: socket), in: &packets)
    wake(unixSockets[peer].queue, key: .dataKey)
  }

  /// Source: `unix_stream_read_generic` in net/unix/af_unix.c.
  private mutating func receiveStream(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    guard unixSockets[socket].state == .connected else { throw .invalidArgument }
    var taken = 0
    while taken < count, !unixSockets[socket].received.isEmpty {
      let first = unixSockets[socket].received.first
      let length = min(Int32(clamping: count - taken), packets[first].length)
      let isWhole = unixSockets[socket].received.consume(length, in: &packets)
      taken += Int(length)
      guard isWhole else {
        cover(.streamReadInPart)
        break
      }
      free(unixSockets[socket].received.removeFirst(in: &packets))
    }
    guard taken < min(unixSockets[socket].lowWater, count) else { return taken }
    if let error = takeUnixError(socket) {
      if taken > 0 { return taken }
      throw refusal(error, by: .unixErrorFirst)
    }
    if taken > 0 { return taken }
    guard unixSockets[socket].shut.contains(.reading) else { throw .wouldBlock }
    cover(.unixEndRead)
    return 0
  }

  /// An error comes before data.
  ///
  /// Source: `__unix_dgram_recvmsg` in net/unix/af_unix.c, `__skb_try_recv_datagram` in net/core/datagram.c.
  private mutating func receiveMessage(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    if let error = takeUnixError(socket) { throw refusal(error, by: .unixErrorFirst) }
    guard !unixSockets[socket].received.isEmpty else {
      guard unixSockets[socket].kind == .unixSeqpacket, unixSockets[socket].shut.contains(.reading) else {
        throw .wouldBlock
      }
      cover(.unixEndRead)
      return 0
    }
    let packet = unixSockets[socket].received.removeFirst(in: &packets)
    free(packet)
    return min(count, Int(packet.length))
  }
}

extension UnixSocket {
  /// The memory of a stream's buffer: what is over one page of data, head and administration goes to pages.
  static func memory(ofStream length: Int) -> Int {
    paged(length, linearLimit: 3776, pageLimit: .max)
  }

  /// The memory of a message: up to four pages are in one piece.
  static func memory(ofMessage length: Int) -> Int {
    paged(length, linearLimit: 16_064, pageLimit: 17 * 4096)
  }

  private static func paged(_ length: Int, linearLimit: Int, pageLimit: Int) -> Int {
    let over = max(0, length - linearLimit)
    let inPages = min(length, (min(over, pageLimit) + 4095) / 4096 * 4096)
    return memory(ofLinear: length - inPages) + (inPages + 4095) / 4096 * 4096
  }
}
