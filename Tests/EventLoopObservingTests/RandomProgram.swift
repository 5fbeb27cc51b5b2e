import EventLoopObserving
import Synchronization

/// A program on a loop that is traced: what it does is decided by a seed alone.
struct RandomProgram {
  private let kinds: [Link.Kind]
  private var generator: RepeatableGenerator
  private var links: [(link: Link, token: Token?)] = []
  private var timers: [TimerToken] = []

  /// A program with one link of each of these kinds.
  init(_ kinds: [Link.Kind], seed: UInt64) {
    self.kinds = kinds
    generator = RepeatableGenerator(state: seed)
  }

  /// Runs the program, and ends with all closed.
  mutating func run<Loop: EventLoop & ~Copyable>(
    _ steps: Int, on loop: inout TracingLoop<Loop>
  ) throws {
    for kind in kinds {
      let link = Link()
      link.open(kind)
      links.append((link, nil))
    }
    defer { for (link, _) in links { link.close() } }
    for _ in 0..<steps { try step(&loop) }
    for place in links.indices { try deregister(place, &loop) }
  }

  private mutating func step<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let place = Int(generator.next() % UInt64(links.count))
    switch generator.next() % 32 {
    case 0..<9: links[place].link.actAsPeer(generator.next(), &generator)
    case 9..<13: links[place].link.actNear(generator.next())
    case 13..<15: try modify(place, &loop)
    case 15: try deregister(place, &loop)
    case 16: try reopen(place, &loop)
    case 17: loop.waker.wake()
    case 18: timers.append(try loop.schedule(at: .beginning))
    case 19: timers.append(try loop.schedule(after: .seconds(3600)))
    case 20: if let timer = timers.popLast() { loop.cancel(timer) }
    default:
      try register(place, &loop)
      try wait(&loop)
    }
  }

  private mutating func wait<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    try loop.wait(.poll)
    while loop.next() != nil {
      let place = Int(generator.next() % UInt64(links.count))
      switch generator.next() % 16 {
      case 0: try modify(place, &loop)
      case 1: try deregister(place, &loop)
      case 2: loop.waker.wake()
      case 3..<6: links[place].link.actNear(generator.next())
      default: break
      }
    }
  }

  private mutating func register<Loop: EventLoop & ~Copyable>(
    _ place: Int, _ loop: inout TracingLoop<Loop>
  ) throws {
    guard links[place].token == nil else { return }
    let near = links[place].link.ends.withLock(\.near)
    links[place].token = try loop.register(near, for: interest(), trigger: trigger())
  }

  private mutating func modify<Loop: EventLoop & ~Copyable>(
    _ place: Int, _ loop: inout TracingLoop<Loop>
  ) throws {
    guard let token = links[place].token else { return }
    try loop.modify(token, for: interest(), trigger: trigger())
  }

  private mutating func deregister<Loop: EventLoop & ~Copyable>(
    _ place: Int, _ loop: inout TracingLoop<Loop>
  ) throws {
    guard let token = links[place].token else { return }
    links[place].token = nil
    try loop.deregister(token)
  }

  /// What a peer has closed is of no more use.
  private mutating func reopen<Loop: EventLoop & ~Copyable>(
    _ place: Int, _ loop: inout TracingLoop<Loop>
  ) throws {
    let link = links[place].link
    guard link.ends.withLock(\.isSpent) else { return }
    try deregister(place, &loop)
    link.open(kinds[place])
  }

  private mutating func interest() -> Interest {
    let choice = generator.next()
    var result: Interest = choice % 4 == 0 ? [] : .readable
    if choice & 8 != 0 { result.formUnion(.writable) }
    if choice & 48 == 48 { result.formUnion(.priority) }
    if choice & 64 != 0 { result.formUnion(.peerClosed) }
    return result
  }

  private mutating func trigger() -> Trigger {
    switch generator.next() % 5 {
    case 0, 1: .level
    case 2, 3: .edge
    default: generator.next() % 2 == 0 ? .oneShot : [.edge, .oneShot]
    }
  }
}
