import EpollModel

/// Makes random programs whose steps mostly fit the descriptors that are open.
struct ProgramGenerator {
  var random: RandomNumbers
  var kinds: [Step.Opened]
  private var runner = ModelRunner()
  private var data: UInt64 = 0

  init(seed: UInt64, kinds: [Step.Opened]) {
    random = RandomNumbers(seed: seed)
    self.kinds = kinds
  }

  mutating func program(length: Int) -> [Step] {
    var steps: [Step] = []
    while steps.count < length {
      guard let step = nextStep(), !changesTooMuch(step) else { continue }
      steps.append(step)
      _ = runner.perform(step)
    }
    return steps
  }

  /// Fewer than forty descriptors keep a program readable.
  private func changesTooMuch(_ step: Step) -> Bool {
    switch step {
    case .open, .connect, .accept, .duplicate, .openReader, .openWriter:
      runner.kernel.openDescriptors.count > 40
    default: false
    }
  }

  private func open(_ kinds: Set<ModelFileKind>) -> [CInt] {
    runner.kernel.openDescriptors.filter { descriptor in
      (try? runner.kernel.kind(of: descriptor)).map { kinds.contains($0) } ?? false
    }
  }

  private mutating func any() -> CInt {
    let open = runner.kernel.openDescriptors
    if open.isEmpty || random.below(60) == 0 { return CInt(3 + random.below(20)) }
    return random.pick(open)
  }

  private mutating func nextStep() -> Step? {
    let instances = open([.epoll])
    if runner.kernel.openDescriptors.count < 4 { return .open(random.pick(kinds)) }
    if instances.isEmpty { return .open(.epoll) }
    if kinds.contains(.fifo), random.below(5) == 0, !open([.pipeReader, .pipeWriter]).isEmpty {
      return random.below(3) == 0 ? .close(random.pick(open([.pipeReader, .pipeWriter]))) : opening()
    }
    switch random.below(100) {
    case 0..<8: return .open(random.pick(kinds))
    case 8..<32: return control(instances)
    case 32..<56: return .wait(random.pick(instances), random.below(3) == 0 ? 1 + random.below(2) : 64)
    case 56..<70: return writing()
    case 70..<82: return .read(any(), random.pick([1, 100, 4095, 4096, 4097, 30_000, 200_000, 0]))
    case 82..<86: return .close(any())
    case 86: return .duplicate(any())
    case 87 where !open([.pipeReader, .pipeWriter]).isEmpty: return opening()
    case 88: return .duplicateOnto(any(), CInt(3 + random.below(20)))
    case 89..<91: return .shutdown(any(), random.pick(ShutdownHalf.allCases))
    case 91..<94: return connecting()
    case 94: return .poll(any())
    case 95..<97: return .takeError(any())
    default: return rare()
    }
  }

  private mutating func control(_ instances: [CInt]) -> Step {
    data += 1
    let operation: ControlOperation = random.pick([.add, .add, .add, .modify, .modify, .remove])
    return .control(random.pick(instances), operation, any(), mask(), data)
  }

  private mutating func mask() -> UInt32 {
    var mask: UInt32 = random.pick([0x1, 0x1, 0x5, 0x4, 0x2005, 0x2007, 0, 0x40, 0x80, 0x300, 0x2000, 0x2])
    if random.below(3) == 0 { mask |= 1 << 31 }
    if random.below(6) == 0 { mask |= 1 << 30 }
    if random.below(20) == 0 { mask |= 1 << 28 }
    return mask
  }

  private mutating func writing() -> Step? {
    let descriptor = any()
    if random.below(8) == 0, let kind = try? runner.kernel.kind(of: descriptor), kind != .epoll {
      return [.pipeWriter, .unixStream, .unixDatagram, .unixSeqpacket].contains(kind)
        ? .fill(descriptor) : nil
    }
    // How much a terminal holds is not modelled.
    if kinds.contains(.terminal) {
      return .write(descriptor, random.pick([1, 10, 100]))
    }
    // Nor is the limit of TCP's buffers.
    if kinds.contains(.tcp) { return .write(descriptor, random.pick([1, 1, 100, 1500, 4096, 0])) }
    return .write(descriptor, random.pick([1, 1, 100, 4095, 4096, 4097, 9000, 20_000, 60_000, 0]))
  }

  private mutating func opening() -> Step {
    let end = random.pick(open([.pipeReader, .pipeWriter]))
    return random.below(2) == 0 ? .openReader(end) : .openWriter(end)
  }

  private mutating func connecting() -> Step? {
    let listeners = open([.unixListener, .tcpListener])
    guard !listeners.isEmpty else { return nil }
    return random.below(2) == 0 ? .connect(random.pick(listeners)) : .accept(random.pick(listeners))
  }

  /// A connection's first attempt; what a later one says depends on how the earlier one went.
  private func canBeRefused(_ descriptor: CInt) -> Bool {
    var copy = runner.kernel
    return (try? copy.refuse(descriptor)) != nil
  }

  private mutating func rare() -> Step? {
    let timers = open([.timer])
    let processes = open([.process])
    let connections = open([.tcp])
    switch random.below(8) {
    case 0 where !timers.isEmpty: return .expire(random.pick(timers))
    case 1 where !processes.isEmpty: return .reap(random.pick(processes))
    case 2 where !open([.signalQueue]).isEmpty: return .raise
    case 3 where !connections.isEmpty: return .reset(random.pick(connections))
    case 4 where !connections.isEmpty: return .sendUrgent(random.pick(connections))
    case 5 where !connections.isEmpty: return .readUrgent(random.pick(connections))
    case 6 where !connections.isEmpty:
      let descriptor = random.pick(connections)
      return random.below(2) == 0
        ? .setUrgentInline(descriptor) : canBeRefused(descriptor) ? .refuse(descriptor) : nil
    case 7: return .setLowWater(any(), random.pick([1, 50, 5000]))
    default: return nil
    }
  }
}
