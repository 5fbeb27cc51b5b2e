extension ModelKernel {
  /// Opens two TCP sockets that are connected to each other.
  ///
  /// - Parameter number: the number to open the first at; nil takes the lowest free one.
  /// - Returns: Both descriptors.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openTCPPair(at number: CInt? = nil) throws(ModelError) -> (CInt, CInt) {
    try checkRoom(2)
    return openInternetPair(.tcp, at: number)
  }

  /// Opens two UDP sockets that are connected to each other.
  ///
  /// - Parameter number: the number to open the first at; nil takes the lowest free one.
  /// - Returns: Both descriptors.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openUDPPair(at number: CInt? = nil) throws(ModelError) -> (CInt, CInt) {
    try checkRoom(2)
    return openInternetPair(.udp, at: number)
  }

  /// Opens a UDP socket that is neither bound nor connected.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openUDPSocket(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let socket = makeInternetSocket(.udp)
    return install(files.add(OpenFile(kind: .udp, object: socket)), at: number)
  }

  /// Opens a TCP socket that is neither bound nor connected.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openTCPSocket(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let socket = makeInternetSocket(.tcp)
    return install(files.add(OpenFile(kind: .tcp, object: socket)), at: number)
  }

  /// Opens a TCP socket that goes on trying a listener whose queue is full.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openTCPConnecting(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let socket = makeInternetSocket(.tcp)
    internetSockets[socket].state = .connecting
    return install(files.add(OpenFile(kind: .tcp, object: socket)), at: number)
  }

  /// Opens a listening TCP socket.
  ///
  /// - Parameters:
  ///   - backlog: the connections that may wait to be accepted, less one.
  ///   - number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openTCPListener(backlog: Int = 64, at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let socket = makeInternetSocket(.tcpListener)
    internetSockets[socket].state = .listening
    internetSockets[socket].backlog = backlog
    return install(files.add(OpenFile(kind: .tcpListener, object: socket)), at: number)
  }

  private mutating func makeInternetSocket(_ kind: ModelFileKind) -> Place {
    let socket = internetSockets.add(InternetSocket(kind: kind))
    internetSockets[socket].queue = makeQueue(kind, socket)
    return socket
  }

  private mutating func openInternetPair(_ kind: ModelFileKind, at number: CInt?) -> (CInt, CInt) {
    let (first, second) = (makeInternetSocket(kind), makeInternetSocket(kind))
    link(first, second)
    let descriptor = install(files.add(OpenFile(kind: kind, object: first)), at: number)
    return (descriptor, install(files.add(OpenFile(kind: kind, object: second)), at: nil))
  }

  private mutating func link(_ first: Place, _ second: Place) {
    for (socket, peer) in [(first, second), (second, first)] {
      internetSockets[socket].state = .connected
      internetSockets[socket].peer = peer
      internetSockets[socket].wasUsed = true
    }
  }

  /// The handshake is over when both ends are there, and the listener is told then.
  ///
  /// Source: `tcp_finish_connect`, `tcp_child_process` in net/ipv4.
  mutating func connectInternet(to listener: Place, at number: CInt?) throws(ModelError) -> CInt {
    guard internetSockets[listener].state == .listening else {
      throw refusal(.connectionRefused, by: .tcpConnectionRefused)
    }
    try checkRoom(1)
    let client = makeInternetSocket(.tcp)
    let descriptor = install(files.add(OpenFile(kind: .tcp, object: client)), at: number)
    guard Int(internetSockets[listener].received.count) <= internetSockets[listener].backlog else {
      internetSockets[client].state = .connecting
      return descriptor
    }
    let server = makeInternetSocket(.tcp)
    // The new end has the listener's options (`sk_clone_lock`).
    internetSockets[server].lowWater = internetSockets[listener].lowWater
    internetSockets[server].isUrgentInline = internetSockets[listener].isUrgentInline
    link(client, server)
    cover(.tcpConnected)
    internetSockets[listener].received.append(Packet(connection: server), in: &packets)
    wake(internetSockets[listener].queue, key: .dataKey)
    return descriptor
  }

  /// Source: `inet_csk_accept` in net/ipv4/inet_connection_sock.c.
  mutating func acceptInternet(from listener: Place, at number: CInt?) throws(ModelError) -> CInt {
    guard internetSockets[listener].state == .listening else { throw .invalidArgument }
    guard !internetSockets[listener].received.isEmpty else {
      throw refusal(.wouldBlock, by: .acceptOfNothingRefused)
    }
    try checkRoom(1)
    let server = internetSockets[listener].received.removeFirst(in: &packets).connection
    return install(files.add(OpenFile(kind: .tcp, object: server)), at: number)
  }

  /// Has an unconnected TCP socket try a port where nobody listens, until the refusal is there.
  ///
  /// - Parameter descriptor: the socket.
  /// - Throws: ``ModelError/isConnected``, ``ModelError/alreadyConnecting``, ``ModelError/notASocket``,
  ///   ``ModelError/badDescriptor``; of a socket that was refused before, that error or
  ///   ``ModelError/connectionAborted``, once, or ``ModelError/invalidArgument`` if it was shut down since.
  public mutating func refuse(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .tcp || files[file].kind == .tcpListener else { throw .notASocket }
    let socket = files[file].object
    switch internetSockets[socket].state {
    case .connecting: throw .alreadyConnecting
    case .connected, .listening: throw .isConnected
    case .closed:
      switch internetSockets[socket].attempt {
      case .refused: throw endRefusedAttempt(of: socket)
      case .shut: throw .invalidArgument
      case .none: break
      }
      guard !internetSockets[socket].wasUsed else { throw .isConnected }
    }
    internetSockets[socket].wasUsed = true
    internetSockets[socket].attempt = .refused
    internetSockets[socket].state = .connecting
    cover(.tcpConnectionRefused)
    abort(socket)
  }

  /// Tells how an attempt to connect has ended, and makes the socket as good as new.
  ///
  /// Source: `__inet_stream_connect` in net/ipv4/af_inet.c at `sock_error`, `tcp_disconnect`.
  private mutating func endRefusedAttempt(of socket: Place) -> ModelError {
    let error = internetSockets[socket].error ?? .connectionAborted
    internetSockets[socket].error = nil
    internetSockets[socket].shut = []
    internetSockets[socket].wasUsed = false
    internetSockets[socket].attempt = .none
    wake(internetSockets[socket].queue, key: .error)
    return error
  }

  /// A reset has come.
  ///
  /// Source: `tcp_reset` and `tcp_done` in net/ipv4.
  mutating func abort(_ socket: Place) {
    switch internetSockets[socket].state {
    case .closed: return
    case .connecting: internetSockets[socket].error = .connectionRefused
    case .connected, .listening:
      let isCloseWait = internetSockets[socket].hasEnd && !internetSockets[socket].sentEnd
      cover(isCloseWait ? .tcpResetAfterEnd : .tcpReset)
      internetSockets[socket].error = isCloseWait ? .brokenPipe : .connectionReset
    }
    internetSockets[socket].state = .closed
    internetSockets[socket].shut = .both
    internetSockets[socket].isFull = false
    guard !internetSockets[socket].isDead else { return }
    wakeAll(internetSockets[socket].queue)
    wake(internetSockets[socket].queue, key: .error)
  }

  /// Ends a TCP end so that its peer gets a reset (close(2) with SO_LINGER of 0).
  ///
  /// - Parameter descriptor: the connection; with a duplicate alive nothing is sent yet. Sockets of other
  ///   kinds are closed as ever.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``.
  public mutating func reset(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .tcp: lingersNot(files[file].object)
    case .tcpListener, .udp, .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: break
    default: throw .notASocket
    }
    try close(descriptor)
  }

  /// Source: `__tcp_close` in net/ipv4/tcp.c, `inet_csk_listen_stop`, `inet_release`.
  mutating func releaseInternet(_ socket: Place) {
    internetSockets[socket].isDead = true
    switch internetSockets[socket].kind {
    case .tcpListener: dropConnections(of: socket)
    case .tcp: closeConnection(socket)
    default:
      while !internetSockets[socket].received.isEmpty {
        _ = internetSockets[socket].received.removeFirst(in: &packets)
      }
    }
    forgetInternetIfUnused(socket)
  }

  /// The connections that wait to be accepted are reset.
  mutating func dropConnections(of listener: Place) {
    while !internetSockets[listener].received.isEmpty {
      let server = internetSockets[listener].received.removeFirst(in: &packets).connection
      cover(.tcpConnectionsDropped)
      lingersNot(server)
      releaseInternet(server)
    }
  }

  private mutating func closeConnection(_ socket: Place) {
    let peer = internetSockets[socket].peer
    guard internetSockets[socket].state == .connected, peer != nowhere else {
      internetSockets[socket].state = .closed
      return
    }
    if internetSockets[socket].bytes > 0 || internetSockets[socket].resetsAtEnd {
      // Unread data, or no time to linger: the peer is told that it was in vain.
      cover(.tcpClosedByReset)
      internetSockets[socket].state = .closed
      abort(peer)
    } else if !internetSockets[socket].sentEnd {
      sendEnd(socket)
    }
  }

  private mutating func lingersNot(_ socket: Place) { internetSockets[socket].resetsAtEnd = true }

  /// Frees both ends when both are closed.
  private mutating func forgetInternetIfUnused(_ socket: Place) {
    let peer = internetSockets[socket].peer
    guard peer == nowhere || internetSockets[peer].isDead else { return }
    for place in [socket, peer] where place != nowhere && canForget(internetSockets[place].queue) {
      queues.remove(internetSockets[place].queue)
      internetSockets.remove(place)
    }
  }
}
