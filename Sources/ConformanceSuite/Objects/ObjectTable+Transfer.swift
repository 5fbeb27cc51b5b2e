internal import CObjects
internal import Glibc

extension ObjectTable {
  /// Writes bytes, one datagram, or adds to a counter; goes on when the peer holds them.
  static func write(_ count: Int, to object: KernelObject, peer: KernelObject?) throws(Failure) {
    if object.kind == .eventfd {
      var value = UInt64(count)
      try checkErrno(Glibc.write(object.descriptor, &value, 8))
      return
    }
    let bytes = [UInt8](repeating: 0x61, count: count)
    let held = object.kind == .pty ? peer.map { cobjects_readable_bytes($0.descriptor) } ?? 0 : 0
    if object.isMessageBased {
      try checkErrno(sendBytes(bytes[...], to: object))
      if object.kind == .udp, let peer {
        try Settling.until(peer.descriptor, shows: POLLIN)
      } else if object.kind == .udp, object.peer != nil {
        // Nobody is there any more, and this end is told so.
        try Settling.until(object.descriptor, shows: POLLERR)
      }
      return
    }
    var sent = 0
    while sent < count {
      sent += try checkErrno(sendBytes(bytes[sent...], to: object))
    }
    if object.kind == .tcp {
      // The peer holds what it has acknowledged, and the acknowledgement frees room at this end, which wakes
      // its watchers; a peer that takes nothing any more answers with a reset.
      try Settling.until {
        if let peer { cobjects_acknowledge(peer.descriptor) }
        return cobjects_unacknowledged_bytes(object.descriptor) == 0
          || cobjects_poll(object.descriptor, 0, 0) & (POLLERR | POLLHUP) != 0
      }
    }
    // A terminal's bytes get to the other end by way of a kernel thread; it holds a page less one byte.
    // Of a line that goes on nothing is seen there, until its end comes behind it.
    if object.kind == .pty, let peer, cobjects_takes_lines(peer.descriptor) == 0 {
      try Settling.until { cobjects_readable_bytes(peer.descriptor) >= min(held + CInt(count), 4095) }
    }
  }

  /// Reads so many bytes, or one message.
  static func read(_ count: Int, from object: KernelObject) throws(Failure) -> Outcome {
    var buffer = [UInt8](repeating: 0, count: max(count, 65_536))
    if object.isMessageBased {
      let count = try checkErrno(receive(&buffer, buffer.count, from: object))
      return count == 0 && object.kind == .unixSeqpacket ? .word("end") : .done
    }
    var received = 0
    while received < count {
      let more = try checkErrno(receive(&buffer, count - received, from: object))
      if more == 0 { return received == 0 ? .word("end") : .word("only \(received) bytes") }
      received += more
    }
    return .done
  }

  /// Looks at so many bytes, or at one message, and leaves them there.
  static func peek(_ count: Int, at object: KernelObject) throws(Failure) -> Outcome {
    var buffer = [UInt8](repeating: 0, count: max(count, 65_536))
    let flags = CInt(MSG_PEEK) | CInt(MSG_DONTWAIT)
    let seen = try checkErrno(
      recv(object.descriptor, &buffer, object.isMessageBased ? buffer.count : count, flags))
    if object.isMessageBased { return seen == 0 && object.kind == .unixSeqpacket ? .word("end") : .done }
    return seen == 0 ? .word("end") : seen < count ? .word("only \(seen) bytes") : .done
  }

  /// Writes the end of a line; goes on when the other end has the whole line.
  static func endLine(_ object: KernelObject, peer: KernelObject?) throws(Failure) {
    guard object.kind == .pty else { throw .refused(ENOTTY) }
    let held = peer.map { cobjects_readable_bytes($0.descriptor) } ?? 0
    try checkErrno(Glibc.write(object.descriptor, "\n", 1))
    if let peer, held < 4095 { try Settling.until { cobjects_readable_bytes(peer.descriptor) > held } }
  }

  /// Reads until nothing is left or the stream has ended; once, what has no end.
  static func drain(_ object: KernelObject, peer: KernelObject?) throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      while true {
        let count = receive(&buffer, buffer.count, from: object)
        if count < 0, errno == EAGAIN || errno == ECONNRESET { break }
        if try checkErrno(count) == 0, !object.isMessageBased || object.kind == .unixSeqpacket { return }
        if object.kind == .random || object.kind == .urandom { return }
      }
      // Over TCP what is read makes room for what the peer has still to send.
      guard object.kind == .tcp, let peer, cobjects_unacknowledged_bytes(peer.descriptor) > 0 else { return }
      sched_yield()
    }
  }

  /// Writes until nothing more fits.
  static func fill(_ object: KernelObject) throws(Failure) {
    if object.kind == .eventfd {
      var value = UInt64.max - 1
      try checkErrno(Glibc.write(object.descriptor, &value, 8))
      return
    }
    let bytes = [UInt8](repeating: 0x61, count: 4096)
    repeat {
      while true {
        let count = sendBytes(bytes[...], to: object)
        if count < 0, errno == EAGAIN { break }
        try checkErrno(count)
      }
      // TCP moves what is queued to the peer's buffer and takes more, until that is full as well.
    } while object.kind == .tcp && cobjects_poll(object.descriptor, CShort(POLLOUT), 20) != 0
  }

  /// Sends without raising SIGPIPE and, on a blocking socket too, without blocking; again if a signal
  /// interrupts it.
  private static func sendBytes(_ bytes: ArraySlice<UInt8>, to object: KernelObject) -> Int {
    // Safety: the pointer is used within the closure only, for the slice's own length.
    bytes.withUnsafeBytes { memory in
      var sent: Int
      repeat {
        sent =
          switch object.kind {
          case .unixStream, .unixDatagram, .unixSeqpacket, .tcp, .tcpSocket, .udp, .udpSocket:
            send(
              object.descriptor, memory.baseAddress, memory.count,
              CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
          default:
            Glibc.write(object.descriptor, memory.baseAddress, memory.count)
          }
      } while sent < 0 && errno == EINTR
      return sent
    }
  }

  private static func receive(_ buffer: inout [UInt8], _ count: Int, from object: KernelObject) -> Int {
    // A blocking descriptor with nothing to read must not hold up the scenario.
    if cobjects_poll(object.descriptor, CShort(POLLIN), 0) == 0 {
      errno = EAGAIN
      return -1
    }
    return Glibc.read(object.descriptor, &buffer, min(count, buffer.count))
  }
}
