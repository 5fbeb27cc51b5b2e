import EpollModel

/// Makes random programs of threads that wait.
struct ThreadProgramGenerator {
  private var random: RandomNumbers
  private var runner = ModelRunner()
  private var setup: [Step] = []

  init(seed: UInt64) {
    random = RandomNumbers(seed: seed)
  }

  /// A program, or nil if the outcome hangs on when a thread runs while the step is still being done.
  mutating func program() -> ThreadProgram? {
    for _ in 0..<(1 + random.below(2)) {
      add(.open(random.pick([.pipe, .pipe, .stream, .datagram, .seqpacket, .counter, .semaphore])))
    }
    let files = runner.kernel.openDescriptors
    for file in files where random.below(2) == 0 {
      // A counter is as good as never full.
      let isCounter = try? runner.kernel.kind(of: file) == .counter
      switch random.below(6) {
      case 0, 1: add(isCounter == true ? .read(file, 8) : .fill(file))
      case 2: add(.duplicate(file))
      default: add(.read(file, 8))
      }
    }
    let watchable = runner.kernel.openDescriptors
    let first = CInt(watchable.count + 3)
    let count = 1 + random.below(3)
    for _ in 0..<count { add(.open(.epoll)) }
    let instances = (0..<CInt(count)).map { first + $0 }
    for instance in instances {
      for file in watchable where random.below(3) > 0 { add(.control(instance, .add, file, mask(), data)) }
    }
    if count > 1, random.below(2) == 0 {
      add(.control(instances[1], .add, instances[0], random.pick([1, 1 | 1 << 31]), data))
    }
    for instance in instances { add(.wait(instance, 64)) }
    let waits = (0..<(1 + random.below(4))).map { _ in
      ThreadProgram.Wait(epoll: random.pick(instances), maximum: random.pick([1, 2, 8, 8]))
    }
    let program = ThreadProgram(setup: setup, waits: waits, step: step(watchable, instances))
    return isOneWakeForEach(program) ? program : nil
  }

  private var data: UInt64 { UInt64(setup.count) }

  private mutating func add(_ step: Step) {
    setup.append(step)
    _ = runner.perform(step)
  }

  private mutating func mask() -> UInt32 {
    var mask: UInt32 = random.pick([1, 1, 1, 5, 4, 0x2001, 0x40])
    switch random.below(6) {
    case 0, 1: mask |= 1 << 31
    case 2: mask |= 1 << 30
    case 3, 4: mask = mask & 5 | 1 << 28 | (random.below(2) == 0 ? 1 << 31 : 0)
    default: break
    }
    return mask
  }

  private mutating func step(_ files: [CInt], _ instances: [CInt]) -> Step {
    let file = random.pick(files)
    switch random.below(12) {
    case 0..<5: return .write(file, random.pick([1, 1, 100, 5000]))
    case 5, 6: return .read(file, random.pick([8, 4096, 200_000]))
    case 7: return .close(file)
    case 8: return .shutdown(file, random.pick(ShutdownHalf.allCases))
    case 9: return .control(random.pick(instances), .modify, file, random.pick([1, 4, 5, 1 << 31 | 5]), data)
    case 10: return .control(random.pick(instances), .add, file, random.pick([4, 1, 1 << 31 | 5]), data)
    default: return .close(random.pick(instances))
    }
  }

  private func isOneWakeForEach(_ program: ThreadProgram) -> Bool {
    var runner = program.prepared()
    runner.kernel.journal = []
    _ = runner.perform(program.step)
    var instances: [Int] = []
    for case .callback(let item, let outcome) in runner.kernel.journal ?? []
    where outcome == .joined || outcome == .alreadyListed {
      instances.append(item.instance)
    }
    return Set(instances).count == instances.count
  }
}
