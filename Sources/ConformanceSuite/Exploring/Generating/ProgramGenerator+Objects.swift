internal import EventLoopAPI

/// Steps on objects.
extension ProgramGenerator {
  /// Opens objects of some kind, now and then at a number that was closed.
  mutating func open(_ draft: Draft) -> Action {
    let kind = random.weighted(kinds)
    var options = OpenOptions()
    if kind == .eventfd {
      options.initial = random.weighted([(6, 0), (3, 1), (1, 3)])
      options.isSemaphore = random.chance(15)
    }
    if kind == .pty { options.isCanonical = random.chance(40) }
    if alphabet.contains(.modes), kind.canBlock { options.isBlocking = random.chance(10) }
    if alphabet.contains(.descriptors), random.chance(60) { options.reusing = closedNumber(draft) }
    return .open(names: draft.newNames(kind.count), kind: .plain(kind), options: options)
  }

  /// A closed object whose number nobody has taken since.
  private mutating func closedNumber(_ draft: Draft) -> String? {
    let closed = draft.objects.filter { !$0.isOpen && $0.kind.opensAtAnyNumber }
    guard !closed.isEmpty else { return nil }
    let name = random.one(of: closed).name
    return draft.isNumberTaken(of: name) ? nil : name
  }

  /// One more number for something that is open.
  mutating func duplicate(_ draft: Draft) -> Action? {
    let open = draft.objects.filter(\.isOpen)
    guard !open.isEmpty, draft.objects.count < 26 else { return nil }
    let source = random.one(of: open)
    var options = OpenOptions()
    if random.chance(40) { options.reusing = closedNumber(draft) }
    let kind: ObjectKind
    if source.kind == .fifo, random.chance(70) {
      kind = random.chance(50) ? .fifoReader(of: source.name) : .fifoWriter(of: source.name)
    } else {
      kind = .dup(of: source.name)
    }
    return .open(names: draft.newNames(1), kind: kind, options: options)
  }

  /// Does something to an object that is open.
  mutating func operate(_ draft: Draft) -> Action? {
    let open = draft.objects.filter(\.isOpen)
    guard !open.isEmpty else { return nil }
    let object = random.one(of: open)
    if alphabet.contains(.descriptors), random.chance(14) { return .object(object.name, .close) }
    if alphabet.contains(.modes), object.isBlocking, random.chance(40) { return .object(object.name, .mode) }
    switch object.kind {
    case .unixListener, .tcpListener: return operate(onListener: object, draft)
    case .pipe, .fifo: return .object(object.name, object.end == 0 ? receiving() : sending(object))
    case .epoll: return .object(object.name, .harvest)
    default: return operation(on: object).map { .object(object.name, $0) }
    }
  }

  private mutating func operate(onListener listener: Draft.Object, _ draft: Draft) -> Action? {
    guard draft.objects.count < 26 else { return nil }
    let name = draft.newNames(1)[0]
    return random.weighted([
      (5, .connect(client: name, listener: listener.name)),
      (4, .accept(name: name, listener: listener.name)),
      (1, .object(listener.name, .shutdown(random.one(of: [.read, .write, .both])))),
    ])
  }

  private mutating func operation(on object: Draft.Object) -> ObjectOperation? {
    switch object.kind {
    case .unixStream, .unixDatagram, .unixSeqpacket:
      return random.weighted([
        (10, sending(object)), (8, receiving()), (3, .shutdown(random.one(of: [.read, .write, .both]))),
        (1, .takeError), (1, looking()),
      ])
    case .udp, .udpSocket:
      return random.weighted([
        (10, sending(object)), (8, receiving()), (3, .shutdown(random.one(of: [.read, .write, .both]))),
        (1, .takeError), (1, looking()), (2, .setErrorQueue), (2, .readError),
      ])
    case .tcp:
      return random.weighted([
        (10, sending(object)), (8, receiving()), (3, .shutdown(random.one(of: [.read, .write, .both]))),
        (2, .takeError), (2, .reset), (4, .sendUrgent), (1, .readUrgent), (1, .setUrgentInline),
        (1, .setLowWater(random.one(of: [2, 100]))), (1, looking()),
      ])
    case .tcpSocket:
      return random.weighted([(5, .refuse), (4, .takeError), (1, .shutdown(.both))])
    case .tcpConnecting, .unixSocket:
      return random.weighted([(3, .takeError), (2, .shutdown(random.one(of: [.read, .write, .both])))])
    case .eventfd:
      // What is filled would block a second time, and a semaphore takes 2^64 reads to drain.
      let most: ObjectOperation = object.isBlocking || object.isSemaphore ? .write(1) : .fill
      return random.weighted([(8, .write(random.one(of: [1, 2, 7]))), (6, .read(8)), (2, .drain), (2, most)])
    case .timerfd: return random.weighted([(6, .arm(microseconds: 1)), (3, .read(8)), (2, .drain)])
    case .signalfd: return random.weighted([(6, .raise), (3, .read(128)), (2, .drain)])
    case .pidfd: return .reap
    case .pty: return random.weighted([(5, .write(random.one(of: [1, 10]))), (3, .endLine), (4, .drain)])
    case .inotify:
      return object.end == 0 ? receiving() : .write(random.one(of: [1, 100]))
    case .mounts: return .change
    case .pipe, .fifo, .epoll, .unixListener, .tcpListener, .file, .null, .directory, .random, .urandom,
      .status,
      .path, .hostname, .sysfs:
      return nil
    }
  }

  private mutating func receiving() -> ObjectOperation {
    random.weighted([(5, .read(random.one(of: [1, 2, 100, 4096]))), (4, .drain)])
  }

  private mutating func looking() -> ObjectOperation { .peek(random.one(of: [1, 2, 100])) }

  /// Writes some bytes; never so many that a blocking descriptor or TCP would have to wait for room.
  private mutating func sending(_ object: Draft.Object) -> ObjectOperation {
    if object.isBlocking || object.kind == .tcp || object.kind == .udp || object.kind == .udpSocket {
      return .write(random.one(of: [1, 2, 100]))
    }
    return random.weighted([
      (8, .write(random.one(of: [1, 2, 100]))), (3, .write(random.one(of: [4095, 4096, 4097, 65_536]))),
      (3, .fill),
    ])
  }

  /// Puts something into an epoll instance, or takes it out.
  mutating func nest(_ draft: Draft) -> Action? {
    let instances = draft.objects.filter { $0.isOpen && $0.kind == .epoll }
    let targets = draft.objects.filter(\.isOpen)
    guard !instances.isEmpty else { return nil }
    let epoll = random.one(of: instances).name
    let target = random.one(of: targets).name
    if random.chance(20) { return .unnest(epoll: epoll, target: target) }
    let (interest, trigger) = flags()
    return .nest(epoll: epoll, target: target, events: interest.rawValue | trigger.rawValue)
  }
}

extension ObjectKind.Plain {
  /// Whether a program may open it blocking: it writes little to it then, and looks before it reads.
  fileprivate var canBlock: Bool {
    switch self {
    case .pipe, .unixStream, .eventfd: true
    default: false
    }
  }

  /// Whether its number is its own, so that it can be used again.
  fileprivate var opensAtAnyNumber: Bool { self != .tcpConnecting }
}
