import EpollModel

/// Does steps on the model.
struct ModelRunner {
  var kernel: ModelKernel
  private var events: [ModelEvent] = []

  init(rules: ModelRules = .linux) {
    kernel = ModelKernel(rules: rules)
  }

  mutating func perform(_ step: Step) -> StepResult {
    do {
      return try attempt(step)
    } catch {
      return [-Int64(error.code)]
    }
  }

  private mutating func attempt(_ step: Step) throws(ModelError) -> StepResult {
    switch step {
    case .open(let kind): return try open(kind).map { Int64($0) }
    case .connect(let descriptor): return [Int64(try kernel.connect(to: descriptor))]
    case .accept(let descriptor): return [Int64(try kernel.accept(from: descriptor))]
    case .write(let descriptor, let count): return [Int64(try kernel.write(descriptor, count))]
    case .read(let descriptor, let count): return [Int64(try kernel.read(descriptor, count))]
    case .fill(let descriptor): return try fill(descriptor)
    case .shutdown(let descriptor, let half): try kernel.shutdown(descriptor, half)
    case .openReader(let descriptor): return [Int64(try kernel.openReader(of: descriptor))]
    case .openWriter(let descriptor): return [Int64(try kernel.openWriter(of: descriptor))]
    case .close(let descriptor): try kernel.close(descriptor)
    case .reset(let descriptor): try kernel.reset(descriptor)
    case .duplicate(let descriptor): return [Int64(try kernel.duplicate(descriptor))]
    case .duplicateOnto(let descriptor, let number):
      return [Int64(try kernel.duplicate(descriptor, at: number))]
    case .takeError(let descriptor): return [Int64(try kernel.takeError(descriptor)?.code ?? 0)]
    case .setLowWater(let descriptor, let count): try kernel.setLowWater(descriptor, count)
    case .setUrgentInline(let descriptor): try kernel.setUrgentInline(descriptor)
    case .sendUrgent(let descriptor): try kernel.sendUrgent(descriptor)
    case .readUrgent(let descriptor): try kernel.readUrgent(descriptor)
    case .refuse(let descriptor): try kernel.refuse(descriptor)
    case .expire(let descriptor):
      try kernel.arm(descriptor, after: 1)
      kernel.advance(by: 1)
    case .raise: kernel.raiseSignal()
    case .reap(let descriptor): try kernel.reap(descriptor)
    case .poll(let descriptor):
      return [Int64(try kernel.poll(descriptor, EventMask(rawValue: everyCondition)).rawValue)]
    case .control(let epoll, let operation, let descriptor, let mask, let data):
      try kernel.control(epoll, operation, descriptor, events: EventMask(rawValue: mask), data: data)
    case .wait(let epoll, let maximum):
      try kernel.wait(epoll, maximum, into: &events)
      return events.flatMap { [Int64($0.events.rawValue), Int64($0.data)] }
    }
    return []
  }

  /// Writes pages until one is refused; the counts of those that were not.
  private mutating func fill(_ descriptor: CInt) throws(ModelError) -> StepResult {
    var counts: StepResult = [0, 0]
    while true {
      do {
        counts[1] += Int64(try kernel.write(descriptor, 4096))
        counts[0] += 1
      } catch .wouldBlock {
        return counts
      }
    }
  }

  private mutating func open(_ kind: Step.Opened) throws(ModelError) -> [CInt] {
    func both(_ pair: (CInt, CInt)) -> [CInt] { [pair.0, pair.1] }
    switch kind {
    case .pipe:
      let (reader, writer) = try kernel.openPipe()
      return [reader, writer]
    case .fifo:
      let (reader, writer) = try kernel.openFIFO()
      return [reader, writer]
    case .stream: return both(try kernel.openSocketPair(.stream))
    case .datagram: return both(try kernel.openSocketPair(.datagram))
    case .seqpacket: return both(try kernel.openSocketPair(.seqpacket))
    case .unixSocket: return [try kernel.openUnixSocket()]
    case .unixListener: return [try kernel.openUnixListener(backlog: 2)]
    case .counter: return [try kernel.openCounter(initial: 1)]
    case .semaphore: return [try kernel.openCounter(initial: 2, isSemaphore: true)]
    case .timer: return [try kernel.openTimer()]
    case .signals: return [try kernel.openSignalQueue()]
    case .process: return [try kernel.openEndedProcess()]
    case .epoll: return [try kernel.makeEpoll()]
    case .file: return [try kernel.openRegularFile()]
    case .null: return [try kernel.openNull()]
    case .tcp: return both(try kernel.openTCPPair())
    case .tcpSocket: return [try kernel.openTCPSocket()]
    case .tcpListener: return [try kernel.openTCPListener()]
    case .udp: return both(try kernel.openUDPPair())
    case .terminal:
      let (master, slave) = try kernel.openPseudoterminal()
      return [master, slave]
    }
  }
}
