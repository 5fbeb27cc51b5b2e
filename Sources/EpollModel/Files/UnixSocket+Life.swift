extension ModelKernel {
  /// Opens two unix sockets that are connected to each other (socketpair(2)).
  ///
  /// - Parameters:
  ///   - kind: their type.
  ///   - number: the number to open the first at; nil takes the lowest free one.
  /// - Returns: Both descriptors.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openSocketPair(
    _ kind: SocketPairKind, at number: CInt? = nil
  ) throws(ModelError) -> (CInt, CInt) {
    try checkRoom(2)
    let fileKind: ModelFileKind =
      switch kind {
      case .stream: .unixStream
      case .datagram: .unixDatagram
      case .seqpacket: .unixSeqpacket
      }
    let (first, second) = (makeUnixSocket(fileKind), makeUnixSocket(fileKind))
    pair(first, second)
    let descriptor = install(files.add(OpenFile(kind: fileKind, object: first)), at: number)
    return (descriptor, install(files.add(OpenFile(kind: fileKind, object: second)), at: nil))
  }

  /// Opens a unix stream socket that is not connected.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openUnixSocket(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let socket = makeUnixSocket(.unixStream)
    return install(files.add(OpenFile(kind: .unixStream, object: socket)), at: number)
  }

  /// Opens a listening unix stream socket.
  ///
  /// - Parameters:
  ///   - backlog: the connections that may wait to be accepted, less one.
  ///   - number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openUnixListener(
    backlog: Int = 64, at number: CInt? = nil
  ) throws(ModelError) -> CInt {
    try checkRoom(1)
    let socket = makeUnixSocket(.unixListener)
    unixSockets[socket].state = .listening
    unixSockets[socket].backlog = backlog
    return install(files.add(OpenFile(kind: .unixListener, object: socket)), at: number)
  }

  mutating func makeUnixSocket(_ kind: ModelFileKind) -> Place {
    let socket = unixSockets.add(UnixSocket(kind: kind))
    unixSockets[socket].queue = makeQueue(kind, socket)
    return socket
  }

  private mutating func pair(_ first: Place, _ second: Place) {
    for (socket, peer) in [(first, second), (second, first)] {
      unixSockets[socket].state = .connected
      unixSockets[socket].peer = peer
      unixSockets[socket].holders += 1
    }
  }

  /// The new client's end is connected at once, and its own watchers are not woken.
  ///
  /// Source: `unix_stream_connect` in net/unix/af_unix.c.
  mutating func connectUnix(to listener: Place, at number: CInt?) throws(ModelError) -> CInt {
    guard !unixSockets[listener].shut.contains(.reading) else {
      throw refusal(.connectionRefused, by: .unixConnectionRefused)
    }
    guard Int(unixSockets[listener].received.count) <= unixSockets[listener].backlog else {
      throw .wouldBlock
    }
    try checkRoom(1)
    let (client, server) = (makeUnixSocket(.unixStream), makeUnixSocket(.unixStream))
    pair(client, server)
    let descriptor = install(files.add(OpenFile(kind: .unixStream, object: client)), at: number)
    cover(.unixConnected)
    unixSockets[listener].received.append(Packet(connection: server), in: &packets)
    wake(unixSockets[listener].queue, key: .dataKey)
    return descriptor
  }

  /// Source: `unix_accept` in net/unix/af_unix.c.
  mutating func acceptUnix(from listener: Place, at number: CInt?) throws(ModelError) -> CInt {
    if let error = takeUnixError(listener) { throw error }
    guard !unixSockets[listener].received.isEmpty else {
      throw refusal(.wouldBlock, by: .acceptOfNothingRefused)
    }
    try checkRoom(1)
    let server = unixSockets[listener].received.removeFirst(in: &packets).connection
    return install(files.add(OpenFile(kind: .unixStream, object: server)), at: number)
  }

  /// Source: `unix_shutdown` in net/unix/af_unix.c.
  mutating func shutdownUnix(_ socket: Place, _ halves: UnixSocket.Halves) {
    unixSockets[socket].shut.formUnion(halves)
    wakeAll(unixSockets[socket].queue)
    let peer = unixSockets[socket].peer
    guard peer != nowhere else { return }
    guard unixSockets[socket].kind != .unixDatagram else { return cover(.datagramHalfShut) }
    cover(.unixHalfShut)
    if halves.contains(.reading) { unixSockets[peer].shut.insert(.writing) }
    if halves.contains(.writing) { unixSockets[peer].shut.insert(.reading) }
    if !unixSockets[peer].isDead { wakeAll(unixSockets[peer].queue) }
  }

  /// Ends a socket.
  ///
  /// Its peer hears of it, and of an error if something that it sent was left unread.
  ///
  /// Source: `unix_release_sock` in net/unix/af_unix.c.
  mutating func releaseUnix(_ socket: Place, wasNeverAccepted: Bool = false) {
    let peer = unixSockets[socket].peer
    unixSockets[socket].isDead = true
    unixSockets[socket].shut = .both
    unixSockets[socket].state = .closed
    unixSockets[socket].peer = nowhere
    if peer != nowhere {
      if unixSockets[socket].kind != .unixDatagram {
        unixSockets[peer].shut = .both
        cover(.unixEndTold)
        if wasNeverAccepted || leavesUnread(socket) {
          cover(.unixResetTold)
          unixSockets[peer].error = .connectionReset
        }
        if !unixSockets[peer].isDead { wakeAll(unixSockets[peer].queue) }
      }
      unixSockets[peer].holders -= 1
      forgetUnixIfUnused(peer)
    }
    discardReceived(socket)
    forgetUnixIfUnused(socket)
  }

  /// Whether a socket that ends has something unread.
  ///
  /// An empty message at the head does not count, as the kernel takes it for the mark that urgent data
  /// leaves.
  private func leavesUnread(_ socket: Place) -> Bool {
    let first = unixSockets[socket].received.first
    guard first != nowhere else { return false }
    return packets[first].length > 0 || packets[first].next != nowhere
  }

  /// Throws away what a socket has received; each buffer's end may wake its sender.
  mutating func discardReceived(_ socket: Place) {
    while !unixSockets[socket].received.isEmpty {
      let packet = unixSockets[socket].received.removeFirst(in: &packets)
      if packet.connection != nowhere {
        cover(.unixConnectionsDropped)
        releaseUnix(packet.connection, wasNeverAccepted: true)
      }
      free(packet)
    }
  }

  /// A buffer is freed: its sender has room again, and its watchers are told if that is half the buffer at
  /// least.
  ///
  /// Source: `sock_wfree` in net/core/sock.c, `unix_write_space` and `unix_writable` in net/unix/af_unix.c.
  mutating func free(_ packet: Packet) {
    if packet.file != nowhere {
      cover(.descriptorDropped)
      letGo(of: packet.file)
    }
    let owner = packet.owner
    guard owner != nowhere else { return }
    unixSockets[owner].charged -= Int(packet.size)
    unixSockets[owner].holders -= 1
    tellOfRoom(owner)
    forgetUnixIfUnused(owner)
  }

  /// A buffer of this sender was freed, be it sent or not.
  mutating func tellOfRoom(_ socket: Place) {
    // While the watchers are told, one byte more is charged than afterwards.
    guard !unixSockets[socket].isDead else { return }
    guard isWritable(socket, extra: 1) else { return cover(.unixRoomNotTold) }
    cover(.unixRoomTold)
    wake(unixSockets[socket].queue, key: .socketWrite)
  }

  func isWritable(_ socket: Place, extra: Int = 0) -> Bool {
    unixSockets[socket].state != .listening
      && (1 + unixSockets[socket].charged + extra) * 4 <= UnixSocket.sendBuffer
  }

  /// Frees the place of a socket that is closed and that nothing refers to.
  mutating func forgetUnixIfUnused(_ socket: Place) {
    guard unixSockets[socket].isDead, unixSockets[socket].holders == 0,
      canForget(unixSockets[socket].queue)
    else { return }
    queues.remove(unixSockets[socket].queue)
    unixSockets.remove(socket)
  }
}
