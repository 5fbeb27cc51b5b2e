import EpollCore
import Glibc
import UVBridge

/// A random program that is run on both loops at once, on the same descriptors; what differs ends the
/// process.
struct UVLoopDifferentialProgram: ~Copyable {
  /// What the programs of one kind have in common.
  struct Shape {
    var batchCapacity = 256

    /// Whether descriptors are closed without being deregistered.
    var closesEarly = false

    /// Whether all that is ready fits into one batch.
    var isRoomy: Bool { batchCapacity == 256 }
  }

  /// A registration as the program knows it.
  struct Registration {
    var place: Int
    var file: Int
    var isEdge: Bool
    var isOneShot: Bool

    /// Whether it became one-shot while the batch held an event of it: what the kernel reports of it after
    /// that is for nobody, or for the next arming, as the loop likes.
    var isSpentInBatch = false

    /// Whether its descriptor was closed; what a duplicate still tells is then left free.
    var isClosedEarly = false
  }

  static let placeCount = 10

  let shape: Shape
  let seed: UInt64
  var generator: RepeatableGenerator
  var world = UVLoopDifferentialWorld(placeCount: placeCount)
  var epoll: UVLoopDifferentialSide<EpollLoop>
  var uv: UVLoopDifferentialSide<UVLoop>
  var registrations: [Int: Registration] = [:]
  var timers: [Int] = []
  var nextName = 0
  var log: [String] = []
  var isReading = false
  var rebuilds: (UInt64, UInt64) = (0, 0)

  init(
    _ shape: Shape, seed: UInt64, on epollLoop: consuming EpollLoop, and uvLoop: consuming UVLoop
  ) {
    self.shape = shape
    self.seed = seed
    generator = RepeatableGenerator(state: seed)
    epoll = UVLoopDifferentialSide(epollLoop)
    uv = UVLoopDifferentialSide(uvLoop)
  }

  /// Makes new loops, registers descriptors that are never ready, and runs a program.
  static func run(_ shape: Shape, seed: UInt64, stepCount: Int, fillers: [CInt] = []) throws {
    var epollLoop = try EpollLoop(batchCapacity: shape.batchCapacity)
    var uvLoop = try UVLoop(.bridged, batchCapacity: shape.batchCapacity)
    for filler in fillers {
      _ = try epollLoop.register(filler, for: .readable)
      _ = try uvLoop.register(filler, for: .readable)
    }
    var program = UVLoopDifferentialProgram(shape, seed: seed, on: epollLoop, and: uvLoop)
    try program.run(stepCount)
  }

  mutating func run(_ stepCount: Int) throws {
    for _ in 0..<stepCount {
      if chance(30) {
        try wait()
      } else {
        try change()
      }
      if let place = world.changedPlace { fail("the status flags of \(place) changed") }
    }
    try wait()
    for name in registrations.keys.sorted() {
      deregister(name)
    }
    try wait()
    world.closeAll()
  }

  func fail(_ what: String) -> Never {
    print("\(what)\nseed \(seed) of \(shape)\n" + log.joined(separator: "\n"))
    exit(EXIT_FAILURE)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

  /// Notes a step, for who has to find out why a program fails.
  mutating func note(_ what: String) { log.append(what) }
}

// Changes, to the files and to the registrations.
extension UVLoopDifferentialProgram {
  mutating func change() throws {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<12: open()
    case 12..<18: duplicate()
    case 18..<28: close()
    case 28..<42: transfer()
    case 42..<64: register()
    case 64..<78: modify()
    case 78..<88: deregister()
    case 88..<94: try schedule()
    case 94..<96: cancel()
    default:
      note("wake")
      epoll.loop.waker.wake()
      uv.loop.waker.wake()
    }
  }

  private mutating func open() {
    let closed = world.closedPlaces.shuffled(using: &generator)
    guard let first = closed.first else { return }
    let isBlocking = chance(50)
    let type = [SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM][Int.random(in: 0..<3, using: &generator)]
    switch Int.random(in: 0..<9, using: &generator) {
    case 0..<3 where closed.count > 1:
      note("pipe \(first) \(closed[1]) \(isBlocking)")
      world.openPipe(first, closed[1], isBlocking: isBlocking)
    case 3..<6 where closed.count > 1:
      note("sockets \(first) \(closed[1]) \(type) \(isBlocking)")
      world.openSockets(first, closed[1], type, isBlocking: isBlocking)
    case 6:
      note("socket \(first) \(type)")
      world.openUnconnected(first, type)
    case 7:
      guard let other = anyOpenPlace() else { return }
      note("epoll \(first) watching \(other)")
      world.openEpoll(first, watching: other)
    default:
      note("counter \(first)")
      world.openCounter(first, isBlocking: isBlocking)
    }
  }

  private mutating func duplicate() {
    guard let place = anyOpenPlace() else { return }
    let target = Int.random(in: 0..<Self.placeCount, using: &generator)
    guard target != place else { return }
    if world.places[target].isOpen {
      prepareToClose(target)
    }
    // A file that comes back under its number is what it was: what the closing did is left free till then.
    for name in registrations.keys.sorted() {
      guard let registration = registrations[name], registration.isClosedEarly, registration.place == target,
        registration.file == world.places[place].file
      else { continue }
      deregister(name)
    }
    note("dup \(place) onto \(target)")
    world.duplicate(place, onto: target)
  }

  private mutating func close() {
    guard let place = anyOpenPlace() else { return }
    prepareToClose(place)
    note("close \(place)")
    world.close(place)
  }

  /// Deregisters what is to be closed, or now and then does not.
  private mutating func prepareToClose(_ place: Int) {
    let isEarly = shape.closesEarly && chance(50)
    for name in registrations.keys.sorted() {
      guard let registration = registrations[name], registration.place == place, !registration.isClosedEarly
      else { continue }
      if isEarly {
        registrations[name]?.isClosedEarly = true
      } else {
        deregister(name)
      }
    }
  }

  private mutating func transfer() {
    guard let place = anyOpenPlace() else { return }
    let isMuch = chance(40)
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<10:
      note("write \(place) \(isMuch)")
      world.write(place, isMuch: isMuch)
    case 10..<18:
      note("read \(place) \(isMuch)")
      world.read(place, isMuch: isMuch)
    default:
      let how = CInt.random(in: 0..<3, using: &generator)
      note("shutdown \(place) \(how)")
      world.shutDown(place, how)
    }
  }

  private mutating func schedule() throws {
    let isDue = chance(60)
    let deadline = isDue ? Instant.beginning : epoll.loop.now + .seconds(3600)
    note("schedule \(nextName) \(isDue)")
    try epoll.schedule(nextName, at: deadline)
    try uv.schedule(nextName, at: deadline)
    timers.append(nextName)
    nextName += 1
  }

  private mutating func cancel() {
    guard let timer = timers.randomElement(using: &generator) else { return }
    note("cancel \(timer)")
    let answers = (epoll.cancel(timer), uv.cancel(timer))
    if answers.0 != answers.1 { fail("cancel: \(answers)") }
  }

  private mutating func anyOpenPlace() -> Int? {
    let open = world.openPlaces
    return open.randomElement(using: &generator)
  }
}
