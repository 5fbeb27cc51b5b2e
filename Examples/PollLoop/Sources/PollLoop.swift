import EventLoopAPI
import Glibc

/// A loop on poll(2): the kernel is handed a table of all descriptors at every wait.
struct PollLoop: EventLoop, ~Copyable {
  struct Configuration: LoopConfiguration { var batchCapacity = 256 }

  /// What the loop keeps of a registration, beside what it asks the kernel.
  typealias Registration = (token: Token, file: FileIdentity, isOneShot: Bool)

  /// What the kernel is asked, by descriptor; nothing in a place with -1, not even for hangup and error.
  var polled: [pollfd] = []
  var registrations: [CInt: Registration] = [:]

  /// Registrations whose descriptor was closed without a word, and whose number has another one by now.
  var superseded: Set<Token> = []
  var generation: UInt32 = 0

  /// The readiness that is unread, the first of it at the end.
  var batch: [(token: Token, found: Readiness)] = []
  let capacity: Int

  /// Where the next look begins, so that no descriptor waits for ever behind others.
  var beginning = 0
  var timers = TimerQueue()
  let waker: PollWaker
  var wakeIsUnread = false
  var counts = Statistics()

  init(_ configuration: Configuration) throws(LoopError) {
    capacity = configuration.batchCapacity
    waker = try PollWaker()
    ask(of: waker.reader, for: .readable)
  }

  static var identity: BackendIdentity {
    var name = utsname()
    uname(&name)
    let release = withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return BackendIdentity(name: "poll", mechanism: "poll(2)", version: release)
  }

  static var capabilities: Capabilities {
    var capabilities = Capabilities(all: .native, timerResolution: .milliseconds(1))
    capabilities.edge = .absent  // poll(2) tells what is so, and not what is new
    capabilities.oneShot = .emulated
    capabilities.exclusive = .absent
    capabilities.wakeUp = .absent
    capabilities.embedding = .absent  // no descriptor stands for the table
    return capabilities
  }

  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    timers.schedule(at: deadline)
  }
  mutating func cancel(_ timer: TimerToken) -> Bool { timers.cancel(timer) }
  var nextDeadline: Instant? { timers.first }
  var pollDescriptor: CInt { -1 }

  var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  var statistics: Statistics {
    var statistics = counts
    statistics.registrations = registrations.count + superseded.count
    statistics.timers = timers.count
    return statistics
  }

  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    guard capabilities.supports(trigger) else { throw LoopError(.register, .unsupported) }
    guard let file = FileIdentity(of: descriptor) else { throw LoopError(.register, .badDescriptor) }
    guard !file.isAlwaysReady else { throw LoopError(.register, .notPermitted) }
    if let former = registrations[descriptor] {
      guard former.file != file else { throw LoopError(.register, .exists) }
      superseded.insert(former.token)
    }
    generation &+= 1
    let token = Token(index: UInt32(descriptor), generation: generation)
    registrations[descriptor] = (token, file, trigger == .oneShot)
    ask(of: descriptor, for: interest)
    return token
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard capabilities.supports(trigger) else { throw LoopError(.modify, .unsupported) }
    guard let registration = registration(named: token) else { throw LoopError(.modify, .notFound) }
    let descriptor = CInt(token.index)
    guard let file = FileIdentity(of: descriptor) else { throw LoopError(.modify, .badDescriptor) }
    guard file == registration.file else { throw LoopError(.modify, .notFound) }
    registrations[descriptor] = (token, file, trigger == .oneShot)
    ask(of: descriptor, for: interest)
  }

  mutating func deregister(_ token: Token) throws(LoopError) {
    if registration(named: token) != nil {
      registrations[CInt(token.index)] = nil
      polled[Int(token.index)].fd = -1
    } else if superseded.remove(token) == nil {
      throw LoopError(.deregister, .notFound)
    }
  }

  /// The live registration of this name.
  func registration(named token: Token) -> Registration? {
    registrations[CInt(truncatingIfNeeded: token.index)].flatMap { $0.token == token ? $0 : nil }
  }

  /// Has waits ask of a descriptor; hangup and error the kernel tells without being asked.
  mutating func ask(of descriptor: CInt, for interest: Interest) {
    while polled.count <= Int(descriptor) { polled.append(pollfd(fd: -1, events: 0, revents: 0)) }
    polled[Int(descriptor)] = pollfd(fd: descriptor, events: CShort(interest.rawValue), revents: 0)
  }

  mutating func wait(_ limit: Wait) throws(LoopError) {
    guard !hasUnread else { return }
    counts.waits += 1
    repeat {
      try poll(until: limit)
      collect()
      timers.beginBatch(at: now)
    } while !hasUnread && !limit.hasPassed(at: now)
  }

  mutating func next() -> Event? {
    while let event = batch.popLast() {
      let readiness = told(of: event)
      guard !readiness.isEmpty else { continue }
      if registrations[CInt(event.token.index)]?.isOneShot == true { polled[Int(event.token.index)].fd = -1 }
      counts.readinessEvents += 1
      return .ready(event.token, readiness)
    }
    if let timer = timers.popDue() {
      counts.timerEvents += 1
      return .timer(timer)
    }
    defer { wakeIsUnread = false }
    counts.wakeEvents += wakeIsUnread ? 1 : 0
    return wakeIsUnread ? .wake : nil
  }

  /// Whether there is an event to tell.
  private var hasUnread: Bool {
    timers.hasDue || wakeIsUnread || batch.contains { !told(of: $0).isEmpty }
  }

  /// What is to be told of an event in the batch, by what its registration asks for by now.
  private func told(of event: (token: Token, found: Readiness)) -> Readiness {
    let asked = registration(named: event.token).map { _ in polled[Int(event.token.index)] }
    guard let asked, asked.fd >= 0 else { return [] }
    return event.found.intersection(Readiness(rawValue: UInt32(asked.events)).union([.error, .hangup]))
  }

  /// Asks the kernel, which answers at the limit or the first deadline at the latest.
  private mutating func poll(until limit: Wait) throws(LoopError) {
    let count = nfds_t(polled.count)
    while Glibc.poll(&polled, count, milliseconds(until: limit)) < 0 {
      guard errno == EINTR else { throw LoopError(.wait, ErrorCode(rawValue: errno)) }
    }
    let found = polled[Int(waker.reader)].revents
    guard found & CShort(POLLNVAL) == 0 else { throw LoopError(.wait, .badDescriptor) }
    if found != 0 { wakeIsUnread = waker.take() }
  }

  /// The milliseconds that the kernel may take, rounded up so as not to be early; negative for no limit.
  private mutating func milliseconds(until limit: Wait) -> CInt {
    guard let end = limit.end(with: timers.findFirst()) else { return -1 }
    let now = now
    return end <= now ? 0 : CInt(clamping: (end.nanoseconds - now.nanoseconds - 1) / 1_000_000 + 1)
  }

  /// Makes a batch of what the kernel has found.
  private mutating func collect() {
    batch.removeAll(keepingCapacity: true)
    for offset in polled.indices where batch.count < capacity {
      let place = (beginning + offset) % polled.count
      let (descriptor, found) = (polled[place].fd, polled[place].revents)
      guard found != 0, let registration = registrations[descriptor] else { continue }
      guard found & CShort(POLLNVAL) == 0, FileIdentity(of: descriptor) == registration.file else {
        polled[place].fd = -1  // closed without a word; what has the number now is another's
        continue
      }
      batch.append((registration.token, Readiness(rawValue: UInt32(UInt16(bitPattern: found)))))
      if batch.count == capacity { beginning = place + 1 }
    }
    batch.reverse()
  }
}
