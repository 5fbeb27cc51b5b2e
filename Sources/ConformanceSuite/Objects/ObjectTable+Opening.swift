internal import CObjects
internal import Glibc

extension ObjectTable {
  /// Opens what an `open` step names.
  mutating func open(_ names: [String], _ kind: ObjectKind, _ options: OpenOptions) throws(Failure) {
    switch kind {
    case .dup(let original):
      let source = try findOpen(original)
      let descriptor = try Self.check(cobjects_duplicate(source.descriptor))
      try add(
        names[0], descriptor, source.kind, file: source.file, peer: source.peer,
        reusing: options.reusing)
    case .fifoReader(let end): try openEnd(names[0], of: end, isReader: true, options)
    case .fifoWriter(let end): try openEnd(names[0], of: end, isReader: false, options)
    case .plain(let plain):
      let descriptors = try Self.descriptors(of: plain, options)
      let files = newFiles(descriptors.count)
      for (index, descriptor) in descriptors.enumerated() {
        do throws(Failure) {
          try add(
            names[index], descriptor, plain.end(index), file: files.lowerBound + index,
            peer: descriptors.count == 2 ? files.lowerBound + 1 - index : nil,
            reusing: index == 0 ? options.reusing : nil)
          if options.isBlocking { try Self.setBlocking(try find(names[index]).descriptor) }
        } catch {
          for later in descriptors[(index + 1)...] { close(later) }
          throw error
        }
      }
      if plain == .tcpConnecting { try beginConnecting(names[0]) }
    }
  }

  /// Opens a FIFO once more, which has no name any more, by one of its descriptors.
  private mutating func openEnd(
    _ name: String, of end: String, isReader: Bool, _ options: OpenOptions
  ) throws(Failure) {
    let source = try findOpen(end)
    let descriptor = try Self.check(cobjects_fifo_end(source.descriptor, isReader ? 1 : 0))
    try add(name, descriptor, .fifo, reusing: options.reusing)
    if options.isBlocking { try Self.setBlocking(try find(name).descriptor) }
  }

  private static func setBlocking(_ descriptor: CInt) throws(Failure) {
    let flags = try check(cobjects_flags(descriptor))
    try check(cobjects_set_flags(descriptor, flags & ~COBJECTS_O_NONBLOCK))
  }

  /// Opens a client and connects it; goes on when the listener has the connection.
  mutating func connect(_ client: String, to listener: String) throws(Failure) {
    let target = try findOpen(listener)
    do throws(Failure) {
      if target.kind == .unixListener {
        try connectUnix(client, to: target)
      } else {
        try connectTCP(client, to: target)
      }
    } catch {
      discard(client)
      throw error
    }
  }

  private mutating func connectTCP(_ client: String, to target: KernelObject) throws(Failure) {
    let queued = try Self.check(cobjects_queued_connections(target.descriptor))
    try add(client, try Self.check(cobjects_socket(CInt(SOCK_STREAM.rawValue))), .tcp)
    let descriptor = try find(client).descriptor
    let result = cobjects_connect(descriptor, target.descriptor)
    if result < 0, result != -EINPROGRESS { throw .refused(-result) }
    try Settling.until {
      cobjects_queued_connections(target.descriptor) > queued
        || cobjects_tcp_state(descriptor) == CInt(TCP_CLOSE)
    }
    try Settling.until { cobjects_tcp_state(descriptor) != CInt(TCP_SYN_SENT) }
    guard cobjects_tcp_state(descriptor) == CInt(TCP_ESTABLISHED) else { throw .refused(ECONNREFUSED) }
  }

  /// A unix socket is connected when connect(2) returns.
  private mutating func connectUnix(_ client: String, to listener: KernelObject) throws(Failure) {
    try add(client, try Self.check(cobjects_unix_socket()), .unixStream)
    try Self.check(cobjects_connect(try find(client).descriptor, listener.descriptor))
  }

  /// Accepts a connection; its client, if it is known by a name, becomes its peer.
  mutating func accept(_ name: String, from listener: String) throws(Failure) {
    let source = try findOpen(listener)
    let descriptor = try Self.check(cobjects_accept(source.descriptor))
    if source.kind == .unixListener { return try add(name, descriptor, .unixStream) }
    let client = objects.first { entry in
      entry.value.kind == .tcp && entry.value.isOpen && entry.value.peer == nil
        && cobjects_are_connected(entry.value.descriptor, descriptor) != 0
    }?.key
    try add(name, descriptor, .tcp, peer: client.flatMap { objects[$0]?.file })
    if let client { setPeer(of: client, to: name) }
  }

  private static func descriptors(
    of kind: ObjectKind.Plain, _ options: OpenOptions
  ) throws(Failure) -> [CInt] {
    switch kind {
    case .pipe: try halves(cobjects_pipe(1))
    case .fifo: try halves(cobjects_fifo())
    case .unixStream: try socketPair(SOCK_STREAM)
    case .unixDatagram: try socketPair(SOCK_DGRAM)
    case .unixSeqpacket: try socketPair(SOCK_SEQPACKET)
    case .tcp: try tcpPair()
    case .udp: try udpPair()
    case .udpSocket: [try check(cobjects_socket(CInt(SOCK_DGRAM.rawValue)))]
    case .unixListener: [try unixListener()]
    case .unixSocket: [try check(cobjects_unix_socket())]
    case .tcpListener: [try tcpListener()]
    case .tcpSocket, .tcpConnecting: [try check(cobjects_socket(CInt(SOCK_STREAM.rawValue)))]
    case .eventfd: [try eventfd(options)]
    case .timerfd: [try check(cobjects_timerfd())]
    case .signalfd: [try check(cobjects_signalfd(SIGUSR2))]
    case .pidfd: [try endedProcess()]
    case .pty: try pty(isCanonical: options.isCanonical)
    case .inotify: try halves(cobjects_file_watch())
    case .epoll: [try check(cobjects_epoll())]
    case .file: [try check(cobjects_memfd("file"))]
    case .null: [try check(cobjects_null())]
    case .directory: [try check(cobjects_open("/"))]
    case .random: [try check(cobjects_open("/dev/random"))]
    case .urandom: [try check(cobjects_open("/dev/urandom"))]
    case .status: [try check(cobjects_open("/proc/self/status"))]
    case .path: [try check(cobjects_path("/"))]
    case .mounts, .hostname, .sysfs: [try systemFile(kind)]
    }
  }

  private static func eventfd(_ options: OpenOptions) throws(Failure) -> CInt {
    try check(cobjects_eventfd(CUnsignedInt(clamping: options.initial), options.isSemaphore ? 1 : 0))
  }

  /// The two descriptors in a result of CObjects.
  static func halves(_ ends: Int64) throws(Failure) -> [CInt] {
    guard ends >= 0 else { throw .refused(CInt(-ends)) }
    return [CInt(truncatingIfNeeded: ends), CInt(ends >> 32)]
  }

  private static func socketPair(_ type: __socket_type) throws(Failure) -> [CInt] {
    var ends: [CInt] = [-1, -1]
    let flags = CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
    try checkErrno(Int(socketpair(AF_UNIX, CInt(type.rawValue) | flags, 0, &ends)))
    return ends
  }

  static func tcpListener(queue: CInt = 64) throws(Failure) -> CInt {
    let listener = try check(cobjects_socket(CInt(SOCK_STREAM.rawValue)))
    try check(cobjects_bind(listener))
    try checkErrno(Int(listen(listener, queue)))
    return listener
  }

  static func tcpPair() throws(Failure) -> [CInt] {
    let listener = try tcpListener()
    defer { close(listener) }
    let client = try check(cobjects_socket(CInt(SOCK_STREAM.rawValue)))
    let result = cobjects_connect(client, listener)
    if result < 0, result != -EINPROGRESS { throw .refused(-result) }
    try Settling.until { cobjects_queued_connections(listener) > 0 }
    try Settling.until { cobjects_tcp_state(client) == CInt(TCP_ESTABLISHED) }
    let server = try check(cobjects_accept(listener))
    // Nagle's algorithm would hold back a second small write until the first is acknowledged.
    for end in [client, server] {
      try check(cobjects_option(end, CInt(IPPROTO_TCP), TCP_NODELAY, 1))
    }
    return [client, server]
  }

  private static func udpPair() throws(Failure) -> [CInt] {
    let first = try check(cobjects_socket(CInt(SOCK_DGRAM.rawValue)))
    let second = try check(cobjects_socket(CInt(SOCK_DGRAM.rawValue)))
    try check(cobjects_bind(first))
    try check(cobjects_bind(second))
    try check(cobjects_connect(first, second))
    try check(cobjects_connect(second, first))
    return [first, second]
  }
}
