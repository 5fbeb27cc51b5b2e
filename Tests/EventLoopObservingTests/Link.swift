import CEpoll
import Glibc
import Synchronization

/// A descriptor that a loop watches, and what a peer does at its other end.
///
/// The lock is held for each use of a descriptor, so that nobody uses a number that is another file's by now.
final class Link: Sendable {
  /// What lies between the two ends.
  enum Kind: CaseIterable {
    case pipe, pipeWriter, stream, datagram, sequenced, tcp, counter, nested
  }

  /// Both ends; the far one is -1 where the near one is all there is.
  struct Ends {
    var kind = Kind.pipe
    var near: CInt = -1
    var far: CInt = -1

    /// Whether the peer has done what only a new pair of ends is good after.
    var isSpent = false
  }

  let ends = Mutex(Ends())

  /// Opens both ends of something anew; the near one must not be registered.
  func open(_ kind: Kind) {
    ends.withLock { ends in
      Self.close(&ends)
      ends = Ends(kind: kind)
      switch kind {
      case .pipe: (ends.near, ends.far) = Self.pipe()
      case .pipeWriter: (ends.far, ends.near) = Self.pipe()
      case .stream: (ends.near, ends.far) = Self.sockets(SOCK_STREAM)
      case .datagram: (ends.near, ends.far) = Self.sockets(SOCK_DGRAM)
      case .sequenced: (ends.near, ends.far) = Self.sockets(SOCK_SEQPACKET)
      case .tcp: (ends.near, ends.far) = Self.connection()
      case .counter: ends.near = eventfd(0, CInt(EFD_NONBLOCK))
      case .nested:
        ends.near = epoll_create1(0)
        ends.far = eventfd(0, CInt(EFD_NONBLOCK))
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        precondition(epoll_ctl(ends.near, EPOLL_CTL_ADD, ends.far, &event) == 0)
      }
      precondition(ends.near >= 0)
    }
  }

  func close() {
    ends.withLock { Self.close(&$0) }
  }

  private static func close(_ ends: inout Ends) {
    if ends.near >= 0 { _ = Glibc.close(ends.near) }
    if ends.far >= 0 { _ = Glibc.close(ends.far) }
    ends = Ends()
  }

  private static func pipe() -> (CInt, CInt) {
    var ends: [CInt] = [-1, -1]
    precondition(Glibc.pipe(&ends) == 0)
    for end in ends { precondition(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
    // Of the least size, so that it is often full.
    _ = fcntl(ends[0], 1031, 4096)
    return (ends[0], ends[1])
  }

  private static func sockets(_ type: __socket_type) -> (CInt, CInt) {
    var ends: [CInt] = [-1, -1]
    let type = CInt(type.rawValue | SOCK_NONBLOCK.rawValue)
    precondition(socketpair(AF_UNIX, type, 0, &ends) == 0)
    return (ends[0], ends[1])
  }

  /// Connects two TCP sockets over the loopback interface.
  private static func connection() -> (CInt, CInt) {
    let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let near = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    withUnsafeMutablePointer(to: &address) { pointer in
      // An address of this family is made to be seen as any.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        precondition(bind(listener, address, length) == 0 && listen(listener, 1) == 0)
        precondition(getsockname(listener, address, &length) == 0)
        precondition(connect(near, address, length) == 0)
      }
    }
    let far = accept(listener, nil, nil)
    _ = Glibc.close(listener)
    precondition(far >= 0)
    for end in [near, far] { precondition(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
    return (near, far)
  }
}

extension Link {
  /// Does something at the far end, which another thread may do at any time.
  func actAsPeer(_ choice: UInt64, _ generator: inout RepeatableGenerator) {
    ends.withLock { ends in
      guard !ends.isSpent, ends.near >= 0 else { return }
      switch (ends.kind, choice % 64) {
      case (.counter, _), (.nested, _):
        let counter = ends.kind == .counter ? ends.near : ends.far
        if choice % 3 == 0 { Self.read(counter, 8) } else { Self.add(counter) }
      case (_, 0):
        _ = Glibc.close(ends.far)
        ends.far = -1
        ends.isSpent = true
      case (.stream, 1), (.sequenced, 1), (.tcp, 1):
        _ = shutdown(ends.far, CInt(SHUT_WR))
      case (.tcp, 2):
        var linger = linger(l_onoff: 1, l_linger: 0)
        _ = setsockopt(ends.far, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        _ = Glibc.close(ends.far)
        ends.far = -1
        ends.isSpent = true
      case (.tcp, 3...12):
        var byte: UInt8 = 1
        _ = send(ends.far, &byte, 1, CInt(MSG_OOB | MSG_NOSIGNAL))
      case (_, ..<40):
        Self.write(ends.far, generator.next() % 8 == 0 ? 4096 : 16, isSocket: ends.kind.isSocket)
      default: Self.read(ends.far, 4096)
      }
    }
  }

  /// Does something at the near end, as a handler does, or another thread that reads from the same file.
  func actNear(_ choice: UInt64) {
    ends.withLock { ends in
      guard ends.near >= 0 else { return }
      switch choice % 8 {
      case 0..<4:
        if ends.kind == .nested { Self.read(ends.far, 8) }
        for _ in 0..<8 where Self.read(ends.near, 4096) {}
      case 4: Self.read(ends.near, ends.kind == .counter ? 8 : 1)
      case 5, 6:
        if ends.kind == .counter { return Self.add(ends.near) }
        Self.write(ends.near, choice % 64 < 8 ? 4096 : 16, isSocket: ends.kind.isSocket)
      default: break
      }
    }
  }

  @discardableResult
  private static func read(_ descriptor: CInt, _ count: Int) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { buffer in
      guard let base = buffer.baseAddress else { return false }
      return Glibc.read(descriptor, base, count) == count
    }
  }

  private static func write(_ descriptor: CInt, _ count: Int, isSocket: Bool) {
    withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { buffer in
      guard let base = buffer.baseAddress else { return }
      memset(base, 1, count)
      if isSocket {
        _ = send(descriptor, base, count, CInt(MSG_NOSIGNAL))
      } else {
        _ = Glibc.write(descriptor, base, count)
      }
    }
  }

  private static func add(_ counter: CInt) {
    var one: UInt64 = 1
    _ = Glibc.write(counter, &one, 8)
  }
}

extension Link.Kind {
  var isSocket: Bool {
    switch self {
    case .stream, .datagram, .sequenced, .tcp: true
    default: false
    }
  }
}
