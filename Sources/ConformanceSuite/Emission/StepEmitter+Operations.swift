extension StepEmitter {
  /// What a step does to one object, and the wait for its effect.
  func expression(for operation: ObjectOperation, on name: String) -> String {
    let descriptor = Self.variable(name)
    switch operation {
    case .read(let count): return reading(count, from: name)
    case .peek(let count):
      let isDatagram = [.unixDatagram, .udp, .udpSocket].contains(objects.kind(of: name))
      return isDatagram ? "peek_datagram(\(descriptor))" : "peek_bytes(\(descriptor), \(count))"
    case .takeError: return "take_error(\(descriptor))"
    case .readError: return "read_error(\(descriptor))"
    case .mode: return "mode_of(\(descriptor))"
    default: return Self.outcome(of: calls(for: operation, on: name))
    }
  }

  private func calls(for operation: ObjectOperation, on name: String) -> [String] {
    let descriptor = Self.variable(name)
    let kind = objects.kind(of: name)
    let peer = affectedPeer(of: name, operation).map(Self.variable)
    func settling(_ events: String) -> [String] { peer.map { ["settle(\($0), \(events))"] } ?? [] }
    switch operation {
    case .write(let count): return writing(count, to: name)
    case .drain: return [draining(name)]
    case .fill:
      if kind == .eventfd { return ["add_to_counter(\(descriptor), UINT64_MAX - 1)"] }
      return [kind == .tcp ? "fill_tcp(\(descriptor))" : "fill(\(descriptor))"]
    case .shutdown(let half):
      let how = [ObjectOperation.Half.read: "SHUT_RD", .write: "SHUT_WR", .both: "SHUT_RDWR"][half] ?? ""
      let call = "shutdown(\(descriptor), \(how))"
      guard kind == .tcp, half != .read, let peer else { return [call] }
      return [call] + settling("POLLRDHUP") + ["settle_shutdown(\(descriptor), \(peer))"]
    case .close:
      return ["close(\(descriptor))"] + (kind == .tcp ? settling("POLLRDHUP | POLLHUP | POLLERR") : [])
    case .reset: return ["close_with_reset(\(descriptor))"] + settling("POLLHUP")
    case .refuse: return ["refuse_connection(\(descriptor))"]
    case .sendUrgent:
      return ["send(\(descriptor), \"!\", 1, MSG_OOB | MSG_NOSIGNAL)"] + settling("POLLPRI")
    case .readUrgent: return ["recv(\(descriptor), &(char){0}, 1, MSG_OOB)"]
    case .setLowWater(let count): return ["set_option(\(descriptor), SO_RCVLOWAT, \(count))"]
    case .setUrgentInline: return ["set_option(\(descriptor), SO_OOBINLINE, 1)"]
    case .setErrorQueue: return ["queue_errors(\(descriptor))"]
    case .endLine:
      return [peer.map { "end_line(\(descriptor), \($0))" } ?? "write(\(descriptor), \"\\n\", 1)"]
    case .arm(let microseconds): return ["arm_timer(\(descriptor), \(max(1, microseconds * 1000)))"]
    case .raise: return ["kill(getpid(), SIGUSR2)"]
    case .reap: return ["reap(\(descriptor))"]
    case .change: return [kind == .mounts ? "mount_and_unmount()" : "rename_host()"]
    case .harvest: return ["epoll_wait(\(descriptor), (struct epoll_event[64]){{0}}, 64, 0)"]
    case .read, .peek, .takeError, .readError, .mode:
      assertionFailure("leads to more than done")
      return []
    }
  }

  /// The other end, if what is done has an effect on it: to close one of several numbers has none.
  private func affectedPeer(of name: String, _ operation: ObjectOperation) -> String? {
    let isEnd = operation == .close || operation == .reset
    return isEnd && !objects.isLast(name) ? nil : objects.peer(of: name)
  }

  private func writing(_ count: Int, to name: String) -> [String] {
    let descriptor = Self.variable(name)
    let peer = objects.peer(of: name).map(Self.variable)
    switch objects.kind(of: name) {
    case .eventfd: return ["add_to_counter(\(descriptor), \(count))"]
    case .udp:
      let call = "write_message(\(descriptor), \(count))"
      if let peer { return [call, "settle(\(peer), POLLIN)"] }
      // Nobody is there any more, and this end is told so.
      return [call] + (objects.hadPeer(name) ? ["settle(\(descriptor), POLLERR)"] : [])
    case .unixDatagram, .unixSeqpacket, .udpSocket, .timerfd, .signalfd:
      return ["write_message(\(descriptor), \(count))"]
    case .tcp:
      guard let peer else { break }
      return ["write_tcp(\(descriptor), \(count), \(peer))"]
    case .pty:
      guard let peer, count > 0, !objects.writesLines(name) else { break }
      return ["write_terminal(\(descriptor), \(count), \(peer))"]
    default: break
    }
    return ["write_bytes(\(descriptor), \(count))"]
  }

  private func reading(_ count: Int, from name: String) -> String {
    let descriptor = Self.variable(name)
    switch objects.kind(of: name) {
    case .unixDatagram, .udp, .udpSocket: return "read_datagram(\(descriptor))"
    case .unixSeqpacket, .eventfd, .timerfd, .signalfd, .inotify: return "read_message(\(descriptor))"
    default: return "read_bytes(\(descriptor), \(count))"
    }
  }

  private func draining(_ name: String) -> String {
    let descriptor = Self.variable(name)
    switch objects.kind(of: name) {
    case .unixDatagram, .udp, .udpSocket: return "read_all_datagrams(\(descriptor))"
    // What has no end is read once.
    case .random, .urandom: return "read_once(\(descriptor), SIZE_MAX)"
    case .tcp:
      let peer = objects.peer(of: name).map(Self.variable)
      return peer.map { "read_all_tcp(\(descriptor), \($0))" } ?? "read_all(\(descriptor))"
    default: return "read_all(\(descriptor))"
    }
  }
}
