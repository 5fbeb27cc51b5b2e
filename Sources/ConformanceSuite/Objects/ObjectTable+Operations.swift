internal import CObjects
internal import Glibc

extension ObjectTable {
  /// Does something to one object and goes on when the effect has reached its peer.
  mutating func perform(_ operation: ObjectOperation, on name: String) -> Outcome {
    do throws(Failure) {
      let object = try findOpen(name)
      let peer = peer(of: object, affectedBy: operation)
      let outcome = try Self.perform(operation, on: object, peer: peer)
      switch operation {
      case .close, .reset: markClosed(name)
      default: break
      }
      return outcome
    } catch {
      return error.outcome
    }
  }

  /// The same for a copy of the table's entries, for use by another thread; the table is not changed.
  static func perform(
    _ operation: ObjectOperation, on object: KernelObject, peer: KernelObject?
  ) throws(Failure) -> Outcome {
    let descriptor = object.descriptor
    switch operation {
    case .write(let count): try write(count, to: object, peer: peer)
    case .read(let count): return try read(count, from: object)
    case .peek(let count): return try peek(count, at: object)
    case .drain: try drain(object, peer: peer)
    case .fill: try fill(object)
    case .shutdown(let half): try shutdown(half, of: object, peer: peer)
    case .close:
      try checkErrno(Int(Glibc.close(descriptor)))
      if object.kind == .tcp, let peer {
        try Settling.until(peer.descriptor, shows: COBJECTS_POLLRDHUP | POLLHUP | POLLERR)
      }
    case .reset:
      try check(cobjects_close_with_reset(descriptor))
      if let peer { try Settling.until(peer.descriptor, shows: POLLHUP) }
    case .refuse: try refuse(object)
    case .sendUrgent:
      try checkErrno(send(descriptor, "!", 1, CInt(MSG_OOB) | CInt(MSG_NOSIGNAL)))
      if let peer { try Settling.until(peer.descriptor, shows: POLLPRI) }
    case .readUrgent:
      var byte: UInt8 = 0
      try checkErrno(recv(descriptor, &byte, 1, CInt(MSG_OOB)))
    case .takeError:
      let code = try check(cobjects_take_error(descriptor))
      return code == 0 ? .done : .word(ErrorName.of(code))
    case .setLowWater(let count):
      try check(cobjects_option(descriptor, SOL_SOCKET, SO_RCVLOWAT, CInt(clamping: count)))
    case .setUrgentInline:
      try check(cobjects_option(descriptor, SOL_SOCKET, SO_OOBINLINE, 1))
    case .setErrorQueue: try check(cobjects_queue_errors(descriptor))
    case .readError: return .word(ErrorName.of(try check(cobjects_read_error(descriptor))))
    case .endLine: try endLine(object, peer: peer)
    case .arm(let microseconds):
      // A span of zero would disarm it.
      try check(cobjects_arm(descriptor, max(1, Int64(microseconds) * 1000)))
      try Settling.until(descriptor, shows: POLLIN)
    case .raise: try check(cobjects_send_to_process(SIGUSR2))
    case .reap: try check(cobjects_reap(descriptor))
    case .change: try change(object)
    case .harvest: try check(cobjects_epoll_harvest(descriptor))
    case .mode:
      let flags = try check(cobjects_flags(descriptor))
      return .word(flags & COBJECTS_O_NONBLOCK == 0 ? "blocking" : "nonblocking")
    }
    return .done
  }

  private static func shutdown(
    _ half: ObjectOperation.Half, of object: KernelObject, peer: KernelObject?
  ) throws(Failure) {
    let how: CInt =
      switch half {
      case .read: CInt(SHUT_RD)
      case .write: CInt(SHUT_WR)
      case .both: CInt(SHUT_RDWR)
      }
    try checkErrno(Int(Glibc.shutdown(object.descriptor, how)))
    guard object.kind == .tcp, half != .read else { return }
    if let peer { try Settling.until(peer.descriptor, shows: COBJECTS_POLLRDHUP) }
    // The peer's acknowledgement changes this end's state and wakes its watchers once more.
    try Settling.until {
      if let peer { cobjects_acknowledge(peer.descriptor) }
      let state = cobjects_tcp_state(object.descriptor)
      return state != CInt(TCP_FIN_WAIT1) && state != CInt(TCP_LAST_ACK) && state != CInt(TCP_CLOSING)
    }
  }

  /// Connects to a port that is bound, so that nobody else gets it, and not listened on.
  private static func refuse(_ object: KernelObject) throws(Failure) {
    let other = try check(cobjects_socket(CInt(SOCK_STREAM.rawValue)))
    defer { Glibc.close(other) }
    try check(cobjects_bind(other))
    let result = cobjects_connect(object.descriptor, other)
    if result < 0, result != -EINPROGRESS { throw .refused(-result) }
    try Settling.until(object.descriptor, shows: POLLERR)
  }
}

extension ObjectTable {
  /// Adds a target to an epoll object, with the kernel's bits.
  func nest(_ target: String, in epoll: String, _ events: UInt32) throws(Failure) {
    try Self.check(
      cobjects_epoll_control(try findOpen(epoll).descriptor, 1, try findOpen(target).descriptor, events))
  }

  /// Removes a target from an epoll object.
  func unnest(_ target: String, from epoll: String) throws(Failure) {
    try Self.check(
      cobjects_epoll_control(try findOpen(epoll).descriptor, 0, try findOpen(target).descriptor, 0))
  }
}
