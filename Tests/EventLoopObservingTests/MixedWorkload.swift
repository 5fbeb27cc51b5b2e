import EventLoopObserving
import Glibc
import Synchronization

/// An application with descriptors of many kinds, in all modes, of which peers on other threads write, read,
/// close and reset the other ends, and some read from the very files that the loop watches.
struct MixedWorkload<Loop: EventLoop & ~Copyable>: ~Copyable {
  /// What there is to be done.
  struct Shape: Sendable {
    var links = 48
    var peers = 2
    var batchCapacity = 256
    var seed: UInt64 = 1
    var events: UInt64 = 100_000

    /// Whether now and then a descriptor is closed before its registration is ended.
    var closesEarly = false

    /// The kinds of links there are.
    var kinds = Link.Kind.allCases
  }

  private let shape: Shape
  private var loop: Loop
  private var generator: RepeatableGenerator
  private var links: [Link] = []
  private var tokens: [Token?]
  private var places: [Token: Int] = [:]
  private var triggers: [Trigger]
  private var timers: [TimerToken] = []

  /// The events that were read.
  private(set) var events: UInt64 = 0

  init(_ shape: Shape, on loop: consuming Loop) {
    self.shape = shape
    self.loop = loop
    generator = RepeatableGenerator(state: shape.seed)
    tokens = Array(repeating: nil, count: shape.links)
    triggers = Array(repeating: .level, count: shape.links)
    for _ in 0..<shape.links { links.append(Link()) }
  }

  /// Runs until so many events were read, or until told to end; returns the loop.
  static func run(
    _ shape: Shape, on loop: consuming Loop, until isEnough: (borrowing Loop) -> Bool = { _ in false }
  ) throws -> Loop {
    var workload = MixedWorkload(shape, on: loop)
    try workload.run(until: isEnough)
    return workload.end()
  }

  private consuming func end() -> Loop { loop }

  private mutating func run(until isEnough: (borrowing Loop) -> Bool) throws {
    for place in links.indices { open(place) }
    let peers = (0..<shape.peers).map { Peer(links, seed: shape.seed &+ UInt64($0) &+ 1, loop.waker) }
    while events < shape.events, !isEnough(loop) {
      try turn()
      for _ in 0..<4 where chance(30) { try change() }
      // With nobody else about, the other ends are moved here.
      if shape.peers == 0 {
        for _ in 0..<4 { links[anyPlace()].actAsPeer(generator.next(), &generator) }
      }
    }
    for peer in peers { peer.end() }
    for link in links { link.close() }
  }

  private mutating func turn() throws {
    try loop.wait(chance(80) ? .poll : .until(loop.now + .milliseconds(1)))
    while let event = loop.next() {
      events += 1
      guard case .ready(let token, let readiness) = event, let place = places[token] else { continue }
      react(place, token, readiness)
    }
  }

  private mutating func react(_ place: Int, _ token: Token, _ readiness: Readiness) {
    let isOver = !readiness.isDisjoint(with: [.hangup, .error, .peerClosed])
    if isOver, chance(20) { return open(place) }
    links[place].actNear(generator.next())
    if triggers[place].contains(.oneShot), chance(80) {
      try? loop.modify(token, for: anyInterest(), trigger: triggers[place])
    }
  }

  /// Ends what there was in a place, and puts something else there.
  private mutating func open(_ place: Int) {
    if shape.closesEarly, chance(5) { links[place].close() }
    end(place)
    links[place].open(shape.kinds.randomElement(using: &generator) ?? .pipe)
    register(place)
  }

  private mutating func register(_ place: Int) {
    let near = links[place].ends.withLock(\.near)
    let trigger = anyTrigger()
    guard near >= 0, let token = try? loop.register(near, for: anyInterest(), trigger: trigger) else {
      return
    }
    tokens[place] = token
    places[token] = place
    triggers[place] = trigger
  }

  private mutating func end(_ place: Int) {
    guard let token = tokens[place] else { return }
    try? loop.deregister(token)
    places[token] = nil
    tokens[place] = nil
  }

  private mutating func change() throws {
    let place = anyPlace()
    switch generator.next() % 16 {
    case 0..<6: links[place].actNear(generator.next())
    case 6..<9:
      guard let token = tokens[place] else { return register(place) }
      let trigger = anyTrigger()
      if (try? loop.modify(token, for: anyInterest(), trigger: trigger)) != nil { triggers[place] = trigger }
    case 9: end(place)
    case 10: if tokens[place] == nil { register(place) }
    case 11: open(place)
    case 12: try askInVain(place)
    case 13: timers.append(try loop.schedule(at: loop.now + .microseconds(Int(generator.next() % 2000))))
    case 14: if let timer = timers.popLast() { loop.cancel(timer) }
    default: loop.waker.wake()
    }
    if timers.count > 64 { timers.removeFirst(32) }
  }

  /// Asks for what is refused.
  private mutating func askInVain(_ place: Int) throws {
    let near = links[place].ends.withLock(\.near)
    _ = try? loop.register(-1, for: .readable, trigger: .level)
    if tokens[place] != nil { _ = try? loop.register(near, for: anyInterest(), trigger: anyTrigger()) }
    if let token = tokens[place] { try? loop.modify(token, for: .readable, trigger: .exclusive) }
    if tokens[place] == nil { _ = try? loop.register(near, for: .readable, trigger: [.exclusive, .oneShot]) }
    let file = Glibc.open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
    _ = try? loop.register(file, for: .readable, trigger: .level)
    _ = Glibc.close(file)
  }

  private mutating func chance(_ percent: UInt64) -> Bool { generator.next() % 100 < percent }

  private mutating func anyPlace() -> Int { Int(generator.next() % UInt64(links.count)) }

  private mutating func anyInterest() -> Interest {
    let common: [Interest] = [
      .readable, .readable, .writable, [.readable, .writable], [], .peerClosed, [.readable, .peerClosed],
      [.writable, .peerClosed], .priority, [.readable, .priority],
      [.readable, .writable, .peerClosed, .priority],
    ]
    return common[Int(generator.next() % UInt64(common.count))]
  }

  private mutating func anyTrigger() -> Trigger {
    let common: [Trigger] = [.level, .level, .level, .edge, .edge, .oneShot, [.edge, .oneShot], .wakeUp]
    return common[Int(generator.next() % UInt64(common.count))]
  }
}
