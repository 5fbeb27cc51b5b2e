extension ModelKernel {
  /// Source: `tcp_poll` in net/ipv4/tcp.c.
  func connectionMask(_ place: Place) -> EventMask {
    let socket = internetSockets[place]
    var mask: EventMask = []
    if socket.shut == .both || socket.state == .closed { mask.insert(.hangup) }
    if socket.shut.contains(.reading) { mask.formUnion([.readable, .readNormal, .peerClosed]) }
    if socket.state != .connecting {
      let isAtUrgent = socket.urgent != .none && socket.urgentOffset == 0 && !socket.isUrgentInline
      if socket.bytes >= max(socket.lowWater, 1) + (isAtUrgent ? 1 : 0) { mask.formUnion(.anyRead) }
      if socket.shut.contains(.writing) || !socket.isFull { mask.formUnion(.anyWrite) }
      if socket.urgent == .unread { mask.insert(.priority) }
    }
    if socket.error != nil { mask.insert(.error) }
    return mask
  }

  /// Source: `inet_csk_listen_poll`; what was a listener and is shut is like an unconnected socket.
  func listenerMask(_ socket: Place) -> EventMask {
    guard internetSockets[socket].state == .listening else { return connectionMask(socket) }
    return internetSockets[socket].received.isEmpty ? [] : .anyRead
  }

  /// The conditions of a descriptor that the model cannot be sure of: room at a TCP end that was filled, of
  /// which the peer has read a part.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: ``ModelError/badDescriptor``.
  public func uncertainty(of descriptor: CInt) throws(ModelError) -> EventMask {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .tcp else { return [] }
    let socket = internetSockets[files[file].object]
    return socket.isFull && socket.isPartlyDrained ? .anyWrite : []
  }

  mutating func takeInternetError(_ socket: Place) -> ModelError? {
    defer { internetSockets[socket].error = nil }
    return internetSockets[socket].error
  }

  /// Source: `tcp_sendmsg_locked` in net/ipv4/tcp.c, `sk_stream_wait_connect`, `sk_stream_error`.
  mutating func writeConnection(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    let state = internetSockets[socket].state
    if state == .connecting { throw takeInternetError(socket) ?? .wouldBlock }
    guard state == .connected, internetSockets[socket].error == nil,
      !internetSockets[socket].shut.contains(.writing)
    else { throw refusal(takeInternetError(socket) ?? .brokenPipe, by: .tcpWriteRefused) }
    guard count > 0 else { return 0 }
    guard !internetSockets[socket].isFull else { throw refusal(.wouldBlock, by: .tcpFullRefused) }
    arrive(count, from: socket)
    return count
  }

  /// Bytes get to the peer.
  ///
  /// One that is closed, or has shut both directions, answers with a reset.
  ///
  /// Source: `tcp_rcv_state_process` in net/ipv4/tcp_input.c, `tcp_data_ready`.
  private mutating func arrive(_ count: Int, from socket: Place) {
    let peer = internetSockets[socket].peer
    let refusesData = internetSockets[peer].sentEnd && internetSockets[peer].shut.contains(.reading)
    if internetSockets[peer].isDead || internetSockets[peer].state != .connected || refusesData {
      cover(.tcpArrivedInVain)
      abort(peer)
      abort(socket)
      return
    }
    internetSockets[peer].bytes += count
    if internetSockets[peer].bytes < internetSockets[peer].lowWater {
      cover(.tcpArrivedBelowLowWater)
    } else {
      cover(.tcpArrived)
      wake(internetSockets[peer].queue, key: .dataKey)
    }
  }

  /// Fills a connection: nothing more fits until the peer has read all.
  mutating func fillConnection(_ socket: Place) throws(ModelError) {
    let peer = internetSockets[socket].peer
    _ = try writeConnection(socket, 1)
    let more = InternetSocket.capacity - internetSockets[peer].bytes
    if more > 0, internetSockets[socket].state == .connected { _ = try writeConnection(socket, more) }
    guard internetSockets[socket].state == .connected else { throw takeInternetError(socket) ?? .brokenPipe }
    internetSockets[socket].isFull = true
    internetSockets[socket].isPartlyDrained = false
  }

  /// Source: `tcp_recvmsg_locked` in net/ipv4/tcp.c.
  mutating func readConnection(_ socket: Place, _ count: Int) throws(ModelError) -> Int {
    guard count > 0 else { return 0 }
    guard internetSockets[socket].state != .listening else { throw .notConnected }
    var taken = 0
    while taken < count, internetSockets[socket].bytes > 0 {
      var length = min(count - taken, internetSockets[socket].bytes)
      if internetSockets[socket].urgent != .none {
        let offset = internetSockets[socket].urgentOffset
        if offset == 0 {
          if taken > 0 {
            cover(.tcpReadStoppedAtUrgent)
            break
          }
          if !internetSockets[socket].isUrgentInline {
            cover(.tcpReadSkippedUrgent)
            advance(socket, by: 1)
            continue
          }
        } else {
          length = min(length, offset)
        }
      }
      advance(socket, by: length)
      taken += length
    }
    makeRoom(socket)
    if taken > 0 { return taken }
    if internetSockets[socket].hasEnd {
      cover(.tcpEndRead)
      return 0
    }
    if let error = takeInternetError(socket) { throw refusal(error, by: .internetErrorFirst) }
    if internetSockets[socket].shut.contains(.reading) { return 0 }
    throw internetSockets[socket].state == .closed ? .notConnected : .wouldBlock
  }

  private mutating func advance(_ socket: Place, by count: Int) {
    internetSockets[socket].bytes -= count
    internetSockets[socket].urgentOffset -= count
    if internetSockets[socket].urgentOffset < 0 { internetSockets[socket].urgent = .none }
  }

  /// Reading lets a full peer send more: for sure when all is read, perhaps before.
  ///
  /// Source: `tcp_check_space` in net/ipv4/tcp_input.c, `sk_stream_write_space` in net/core/stream.c.
  private mutating func makeRoom(_ socket: Place) {
    let peer = internetSockets[socket].peer
    guard peer != nowhere, internetSockets[peer].isFull, !internetSockets[peer].isDead else { return }
    guard internetSockets[socket].bytes == 0 else {
      cover(.tcpRoomPossible)
      internetSockets[peer].isPartlyDrained = true
      markPossible(internetSockets[peer].queue, key: .socketWrite)
      return
    }
    cover(.tcpRoomTold)
    internetSockets[peer].isFull = false
    internetSockets[peer].isPartlyDrained = false
    wake(internetSockets[peer].queue, key: .socketWrite)
  }

  /// Sends one byte of TCP's urgent data (send(2) with MSG_OOB).
  ///
  /// - Parameter descriptor: the connection. Unix sockets' urgent data is not modelled.
  /// - Throws: as ``write(_:_:)``, ``ModelError/notSupported`` for other kinds.
  public mutating func sendUrgent(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .tcp else { throw .notSupported }
    let socket = files[file].object
    let peer = internetSockets[socket].peer
    let state = internetSockets[socket].state
    guard state == .connected, !internetSockets[peer].isDead else {
      _ = try writeConnection(socket, 1)
      return
    }
    let former = internetSockets[peer]
    skipUrgentByte(peer)
    internetSockets[peer].urgent = .unread
    internetSockets[peer].urgentOffset = internetSockets[peer].bytes
    do {
      _ = try writeConnection(socket, 1)
      cover(.urgentSent)
      wake(internetSockets[peer].queue, key: .dataKey)
    } catch {
      internetSockets[peer] = former
      throw error
    }
  }

  /// An urgent byte that is next to be read, be it read out of band or not, gives way to a newer one.
  ///
  /// Source: `tcp_check_urg` in net/ipv4/tcp_input.c.
  private mutating func skipUrgentByte(_ socket: Place) {
    guard internetSockets[socket].urgent != .none, internetSockets[socket].urgentOffset == 0,
      !internetSockets[socket].isUrgentInline
    else { return }
    cover(.urgentByteSuperseded)
    advance(socket, by: 1)
  }

  /// Reads the urgent byte (recv(2) with MSG_OOB).
  ///
  /// - Parameter descriptor: the connection.
  /// - Throws: ``ModelError/invalidArgument`` if there is none or it stands in the stream,
  ///   ``ModelError/notSupported`` for other kinds.
  public mutating func readUrgent(_ descriptor: CInt) throws(ModelError) {
    // tcp_recv_urg
    let file = try self.file(of: descriptor)
    guard files[file].kind == .tcp else { throw .notSupported }
    let socket = files[file].object
    guard internetSockets[socket].urgent == .unread, !internetSockets[socket].isUrgentInline else {
      throw refusal(.invalidArgument, by: .urgentReadRefused)
    }
    if internetSockets[socket].state == .closed, !internetSockets[socket].hasEnd { throw .notConnected }
    cover(.urgentRead)
    internetSockets[socket].urgent = .read
  }

  /// Has urgent data stand in the stream (`SO_OOBINLINE`).
  ///
  /// - Parameter descriptor: the socket.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``.
  public mutating func setUrgentInline(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .tcp, .tcpListener, .udp:
      let socket = files[file].object
      internetSockets[socket].isUrgentInline = true
      // An urgent byte that is there becomes data without a wake: only who is told of the socket anew hears
      // of it.
      if internetSockets[socket].urgent == .unread {
        markPossible(internetSockets[socket].queue, key: .readable)
      }
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: break
    default: throw .notASocket
    }
  }

  /// Sets how many bytes make a socket readable (`SO_RCVLOWAT`); poll of a unix socket ignores it.
  ///
  /// - Parameters:
  ///   - descriptor: the socket.
  ///   - count: the bytes, at least 1.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``.
  public mutating func setLowWater(_ descriptor: CInt, _ count: Int) throws(ModelError) {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .tcp, .tcpListener, .udp:
      let socket = files[file].object
      internetSockets[socket].lowWater = max(count, 1)
      // tcp_set_rcvlowat: `tcp_data_ready`
      if files[file].kind == .tcp,
        internetSockets[socket].bytes >= max(count, 1) || internetSockets[socket].hasEnd
      {
        cover(.lowWaterReached)
        wake(internetSockets[socket].queue, key: .dataKey)
      }
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener:
      unixSockets[files[file].object].lowWater = max(count, 1)
    default: throw .notASocket
    }
  }
}
