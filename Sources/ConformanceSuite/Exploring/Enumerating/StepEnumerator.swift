internal import EventLoopAPI

/// Every step with which a program may go on, over an alphabet: few values for each choice, and no luck.
struct StepEnumerator {
  let alphabet: Alphabet
  private let kinds: [ObjectKind.Plain]

  /// The greatest number of objects in a program.
  private static var mostObjects: Int { 4 }

  init(_ alphabet: Alphabet) {
    self.alphabet = alphabet
    // Rare kinds are rare because they are slow: they are for random programs.
    kinds = alphabet.kinds.filter { $0.weight >= 20 }.map(\.element)
  }

  /// The steps, always in the same order.
  func steps(after draft: Draft) -> [Action] {
    var actions = openings(draft)
    for object in draft.objects where object.isOpen {
      actions += operations(on: object, draft).map { .object(object.name, $0) }
      if alphabet.contains(.descriptors), draft.objects.count < Self.mostObjects {
        actions.append(
          .open(names: draft.newNames(1), kind: .dup(of: object.name), options: OpenOptions()))
      }
    }
    for object in draft.objects {
      for (interest, trigger) in flags {
        if object.isOpen || !object.wasRegistered.isEmpty {
          actions.append(.register(object.name, interest, trigger))
        }
        if !object.wasRegistered.isEmpty { actions.append(.modify(object.name, interest, trigger)) }
      }
      if !object.wasRegistered.isEmpty { actions.append(.deregister(object.name)) }
    }
    if alphabet.contains(.nested) { actions += nestings(draft) }
    if alphabet.contains(.wakes) { actions.append(.wake(.here)) }
    if alphabet.contains(.timers) { actions.append(.schedule(["t1"], microseconds: 0)) }
    if alphabet.contains(.timers), !draft.timers.isEmpty { actions.append(.cancel("t1")) }
    if alphabet.contains(.embedding) { actions.append(.embed) }
    if draft.hasSomethingToTell {
      actions.append(.wait(.poll))
    }
    return actions
  }

  private func openings(_ draft: Draft) -> [Action] {
    let closed = draft.objects.filter { !$0.isOpen && !draft.isNumberTaken(of: $0.name) }.map(\.name)
    return kinds.filter { draft.objects.count + $0.count <= Self.mostObjects }.flatMap { kind in
      let reuses = alphabet.contains(.descriptors) ? closed.map(Optional.some) : []
      return ([nil] + reuses).map { name in
        var options = OpenOptions()
        options.reusing = name
        return Action.open(names: draft.newNames(kind.count), kind: .plain(kind), options: options)
      }
    }
  }

  private func operations(on object: Draft.Object, _ draft: Draft) -> [ObjectOperation] {
    var operations: [ObjectOperation] = alphabet.contains(.descriptors) ? [.close] : []
    switch object.kind {
    case .pipe, .fifo: operations += object.end == 0 ? [.read(1), .drain] : [.write(1), .fill]
    case .unixStream, .unixDatagram, .unixSeqpacket:
      operations += [.write(1), .read(1), .fill, .drain, .shutdown(.read), .shutdown(.write)]
    case .tcp: operations += [.write(1), .read(1), .shutdown(.write), .reset, .sendUrgent, .takeError]
    case .udp: operations += [.write(1), .read(1)]
    case .eventfd: operations += [.write(1), .read(8), .fill]
    case .timerfd: operations += [.arm(microseconds: 1), .read(8)]
    case .signalfd: operations += [.raise, .read(128)]
    case .epoll: operations += [.harvest]
    case .udpSocket: operations += [.shutdown(.read)]
    case .inotify: operations += object.end == 0 ? [.read(8)] : [.write(1)]
    case .unixListener, .unixSocket, .tcpListener, .tcpSocket, .tcpConnecting, .pidfd, .pty, .file, .null,
      .directory, .random, .urandom, .status, .path, .mounts, .hostname, .sysfs:
      break
    }
    return operations
  }

  private func nestings(_ draft: Draft) -> [Action] {
    let open = draft.objects.filter(\.isOpen)
    return open.filter { $0.kind == .epoll }.flatMap { epoll in
      open.flatMap { target in
        [Interest.readable.rawValue, Interest.readable.rawValue | Trigger.edge.rawValue].map {
          Action.nest(epoll: epoll.name, target: target.name, events: $0)
        } + [.unnest(epoll: epoll.name, target: target.name)]
      }
    }
  }

  /// The interests and triggers of registrations.
  private var flags: [(Interest, Trigger)] {
    let all: Interest = [.readable, .writable, .peerClosed]
    var flags: [(Interest, Trigger)] = [(.readable, .level), (all, .level), ([], .level)]
    if alphabet.contains(.edge) { flags += [(.readable, .edge), (all, .edge)] }
    if alphabet.contains(.oneShot) { flags += [(.readable, .oneShot)] }
    if alphabet.contains(.edge), alphabet.contains(.oneShot) {
      flags += [(all, Trigger.edge.union(.oneShot))]
    }
    if alphabet.contains(.exclusive) { flags += [(.readable, .exclusive)] }
    return flags
  }
}
