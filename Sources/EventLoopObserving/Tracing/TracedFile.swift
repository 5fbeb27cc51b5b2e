internal import Glibc

/// What a traced descriptor is, in the words of the scenario language.
struct TracedFile: Hashable {
  /// The kinds that the language can open, as far as a descriptor shows them.
  enum Kind: String {
    case pipe, fifo, tcp, udp, eventfd, timerfd, signalfd, pidfd, pty, inotify, epoll, file, null, directory
    case random, urandom
    case unixStream = "unix-stream"
    case unixDatagram = "unix-datagram"
    case unixSeqpacket = "unix-seqpacket"
    case unixListener = "unix-listener"
    case unixSocket = "unix-socket"
    case tcpListener = "tcp-listener"
    case tcpSocket = "tcp-socket"
    case udpSocket = "udp-socket"
  }

  var descriptor: CInt

  /// Nil if the language has no word for it.
  var kind: Kind?

  /// Whether it is the second of the two ends that its kind has: that for writing, or a terminal's slave.
  var isSecondEnd = false

  /// What /proc/self/fd calls it.
  var name: String

  private var identity: FileIdentity?

  init(_ descriptor: CInt) {
    self.descriptor = descriptor
    identity = FileIdentity(of: descriptor)
    name = Self.name(of: descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      name = "not open"
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFIFO:
      kind = name.hasPrefix("pipe:") ? .pipe : .fifo
      isSecondEnd = fcntl(descriptor, F_GETFL) & O_ACCMODE == O_WRONLY
    case S_IFSOCK: kind = Self.socketKind(descriptor)
    case S_IFREG: kind = name.hasPrefix("/proc/") || name.hasPrefix("/sys/") ? nil : .file
    case S_IFDIR: kind = .directory
    case S_IFCHR:
      isSecondEnd = name.hasPrefix("/dev/pts/")
      kind = isSecondEnd || name.hasSuffix("/ptmx") ? .pty : Self.devices[name]
    default: kind = Self.anonymous.first { name.hasPrefix("anon_inode:" + $0.name) }?.kind
    }
    if kind == nil, name.hasPrefix("pidfd:") { kind = .pidfd }
  }

  private static let devices: [String: Kind] = [
    "/dev/null": .null, "/dev/random": .random, "/dev/urandom": .urandom,
  ]

  private static let anonymous: [(name: String, kind: Kind)] = [
    ("[eventfd]", .eventfd), ("[timerfd]", .timerfd), ("[signalfd]", .signalfd), ("[pidfd]", .pidfd),
    ("[eventpoll]", .epoll), ("inotify", .inotify),
  ]

  /// Whether two descriptions are of one open file, as far as that can be told.
  func isSame(as other: TracedFile) -> Bool {
    descriptor == other.descriptor && kind == other.kind && name == other.name && identity == other.identity
  }

  /// The link of /proc/self/fd.
  private static func name(of descriptor: CInt) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      // At most so many bytes are written, without a zero at their end.
      let length = readlink("/proc/self/fd/\(descriptor)", base, 4095)
      guard length >= 0 else { return "not open" }
      base[length] = 0
      return String(cString: base)
    }
  }

  private static func socketKind(_ descriptor: CInt) -> Kind? {
    let isListening = option(SO_ACCEPTCONN, of: descriptor) == 1
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let isConnected = withUnsafeMutablePointer(to: &address) { address in
      // The storage is made to be seen as any kind of address, and `length` says how long it is.
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) == 0 }
    }
    let type = option(SO_TYPE, of: descriptor)
    switch (option(SO_DOMAIN, of: descriptor), type) {
    case (AF_UNIX, CInt(SOCK_STREAM.rawValue)):
      return isListening ? .unixListener : isConnected ? .unixStream : .unixSocket
    case (AF_UNIX, CInt(SOCK_DGRAM.rawValue)): return .unixDatagram
    case (AF_UNIX, CInt(SOCK_SEQPACKET.rawValue)): return isListening ? nil : .unixSeqpacket
    case (AF_INET, CInt(SOCK_STREAM.rawValue)), (AF_INET6, CInt(SOCK_STREAM.rawValue)):
      return isListening ? .tcpListener : isConnected ? .tcp : .tcpSocket
    case (AF_INET, CInt(SOCK_DGRAM.rawValue)), (AF_INET6, CInt(SOCK_DGRAM.rawValue)):
      return isConnected ? .udp : .udpSocket
    default: return nil
    }
  }

  private static func option(_ name: CInt, of descriptor: CInt) -> CInt {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : -1
  }
}

extension TracedFile.Kind {
  /// Whether one `open` makes two ends of it.
  var hasTwoEnds: Bool {
    switch self {
    case .pipe, .fifo, .tcp, .udp, .pty, .unixStream, .unixDatagram, .unixSeqpacket, .inotify: true
    default: false
    }
  }

  /// Whether the bytes that can be read are all that was written, one after another.
  var isStream: Bool { self == .pipe || self == .fifo || self == .tcp || self == .unixStream || self == .pty }

  /// Whether it is read one message after another.
  var hasMessages: Bool { self == .udp || self == .unixDatagram || self == .unixSeqpacket }
}
