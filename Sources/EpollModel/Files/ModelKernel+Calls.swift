extension ModelKernel {
  /// Asks what holds of a descriptor, as poll(2) on it alone does.
  ///
  /// As in the kernel this is not without effect: it marks a pipe as polled, takes items off a nested
  /// instance's ready list that are not ready any more, and uses up the change that a file of /proc shows.
  ///
  /// - Parameters:
  ///   - descriptor: the descriptor.
  ///   - events: the conditions asked for, in addition to error and hangup.
  /// - Returns: Those that hold.
  /// - Throws: ``ModelError/badDescriptor``, where poll(2) reports `POLLNVAL`.
  public mutating func poll(_ descriptor: CInt, _ events: EventMask) throws(ModelError) -> EventMask {
    let wanted = events.union([.error, .hangup])
    return poll(file: try self.file(of: descriptor), requested: wanted).intersection(wanted)
  }

  /// What holds of a descriptor now, asked for or not; nothing changes by it.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: ``ModelError/badDescriptor``.
  public func readiness(of descriptor: CInt) throws(ModelError) -> EventMask {
    mask(of: try self.file(of: descriptor), requested: EventMask(rawValue: .max))
  }

  /// Reads without blocking: one call of read(2).
  ///
  /// - Parameters:
  ///   - descriptor: the descriptor.
  ///   - count: the most bytes to take. A message is taken whole, and a counter is read whatever the count
  ///     is.
  /// - Returns: The bytes taken, 0 at the end of a stream; 8 for counters and timers, 128 for signals.
  /// - Throws: the kernel's refusal.
  public mutating func read(_ descriptor: CInt, _ count: Int) throws(ModelError) -> Int {
    let file = try self.file(of: descriptor)
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader: return try readPipe(object, count)
    case .pipeWriter: throw .badDescriptor
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: return try readUnix(object, count)
    case .tcp, .tcpListener: return try readConnection(object, count)
    case .udp: return try readUDP(object, count)
    case .counter:
      try readCounter(object)
      return 8
    case .timer:
      try readTimer(object)
      return 8
    case .signalQueue:
      guard signals.isPending else { throw .wouldBlock }
      signals.isPending = false
      return 128
    case .terminalMaster, .terminalSlave: return try readTerminal(object, count)
    case .process, .epoll: throw .invalidArgument
    case .notifier: return try readNotifier(object, count)
    case .regularFile, .watchedFile, .null: return 0
    case .endlessDevice, .randomDevice, .silentSystemFile: return count
    case .directory: throw .isDirectory
    case .path: throw .badDescriptor
    case .mounts, .hostname, .systemAttribute: throw .notSupported
    }
  }

  /// Writes without blocking and without a signal: one call of send(2) or write(2).
  ///
  /// - Parameters:
  ///   - descriptor: the descriptor.
  ///   - count: the bytes to write, one message for kinds that have messages; for a counter what to add.
  /// - Returns: The bytes taken, which may be fewer; for a counter 8.
  /// - Throws: the kernel's refusal.
  public mutating func write(_ descriptor: CInt, _ count: Int) throws(ModelError) -> Int {
    let file = try self.file(of: descriptor)
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader: throw .badDescriptor
    case .pipeWriter: return try writePipe(object, count)
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: return try writeUnix(object, count)
    case .tcp, .tcpListener: return try writeConnection(object, count)
    case .udp: return try writeUDP(object, count)
    case .counter:
      try addToCounter(object, UInt64(count))
      return 8
    case .terminalMaster, .terminalSlave: return try writeTerminal(object, count)
    case .timer, .signalQueue, .process, .epoll: throw .invalidArgument
    case .regularFile, .null: return count
    case .watchedFile: return writeWatchedFile(object, count)
    case .notifier, .directory, .endlessDevice, .randomDevice, .silentSystemFile, .path: throw .badDescriptor
    case .mounts, .hostname, .systemAttribute: throw .badDescriptor
    }
  }

  /// The bytes that can be read from a descriptor, or the messages or connections that wait there.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Returns: Their number; 0 for kinds that hold neither.
  /// - Throws: ``ModelError/badDescriptor``.
  public func unread(_ descriptor: CInt) throws(ModelError) -> Int {
    let file = try self.file(of: descriptor)
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader, .pipeWriter: return pipes[object].queue.bytes
    case .unixStream: return unixSockets[object].received.bytes
    case .unixDatagram, .unixSeqpacket, .unixListener: return Int(unixSockets[object].received.count)
    case .tcp: return internetSockets[object].bytes
    case .tcpListener, .udp: return Int(internetSockets[object].received.count)
    case .terminalMaster, .terminalSlave: return terminals[object].isHungUp ? 0 : terminals[object].bytes
    default: return 0
    }
  }

  /// Shuts one direction of a socket or both (shutdown(2)).
  ///
  /// - Parameters:
  ///   - descriptor: the socket.
  ///   - half: what to shut.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``, ``ModelError/notConnected``.
  public mutating func shutdown(_ descriptor: CInt, _ half: ShutdownHalf) throws(ModelError) {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener:
      shutdownUnix(files[file].object, half.halves)
    case .tcp, .tcpListener, .udp: try shutdownInternet(files[file].object, half.halves)
    default: throw .notASocket
    }
  }

  /// Reads and clears a socket's error (`SO_ERROR`).
  ///
  /// - Parameter descriptor: the socket.
  /// - Returns: The error, nil if there is none.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notASocket``.
  public mutating func takeError(_ descriptor: CInt) throws(ModelError) -> ModelError? {
    let file = try self.file(of: descriptor)
    switch files[file].kind {
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: return takeUnixError(files[file].object)
    case .tcp, .tcpListener, .udp: return takeInternetError(files[file].object)
    default: throw .notASocket
    }
  }

  /// Opens a client and connects it to a listener.
  ///
  /// - Parameters:
  ///   - listener: a listening socket, unix or TCP.
  ///   - number: the number to open the client at; nil takes the lowest free one.
  /// - Returns: The client's descriptor. A TCP client is still connecting if the listener's queue is full.
  /// - Throws: ``ModelError/connectionRefused`` if it does not listen, ``ModelError/wouldBlock`` if a unix
  ///   listener's queue is full.
  public mutating func connect(to listener: CInt, at number: CInt? = nil) throws(ModelError) -> CInt {
    let file = try self.file(of: listener)
    switch files[file].kind {
    case .unixListener: return try connectUnix(to: files[file].object, at: number)
    case .tcpListener: return try connectInternet(to: files[file].object, at: number)
    case .unixStream, .tcp: throw .connectionRefused
    default: throw .notASocket
    }
  }

  /// Accepts the oldest connection (accept4(2)).
  ///
  /// - Parameters:
  ///   - listener: a listening socket, unix or TCP.
  ///   - number: the number to open the new end at; nil takes the lowest free one.
  /// - Returns: The new end's descriptor.
  /// - Throws: ``ModelError/wouldBlock`` if there is none, ``ModelError/invalidArgument`` if the socket does
  ///   not listen.
  public mutating func accept(from listener: CInt, at number: CInt? = nil) throws(ModelError) -> CInt {
    let file = try self.file(of: listener)
    switch files[file].kind {
    case .unixListener: return try acceptUnix(from: files[file].object, at: number)
    case .tcpListener: return try acceptInternet(from: files[file].object, at: number)
    case .unixStream, .tcp: throw .invalidArgument
    case .unixDatagram, .unixSeqpacket, .udp: throw .notSupported
    default: throw .notASocket
    }
  }
}
