internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The kernel's epoll with as little around it as a scenario can be run on.
///
/// It is no backend to be used or judged. Where a backend and the model say different things, or the model and
/// a file, it shows what the kernel itself says, without a loop of anybody's between. What the contract asks of
/// a loop beyond that it does not do, see ``Scenario/asksMoreThanKernel``.
struct KernelWitness: EventLoop, ~Copyable {
  /// The name by which workers know it.
  static var name: String { "kernel" }

  /// The instance that holds the registrations, and another that watches it and the waker, so that a wake takes
  /// no place in a batch.
  private let instance: CInt
  let pollDescriptor: CInt
  private let capacity: Int
  let waker: WitnessWaker

  private var descriptors: [CInt] = []
  private var live: Set<UInt32> = []
  private var timers = TimerQueue()
  private var unread: ArraySlice<epoll_event> = []
  private var isWoken = false

  init(_ configuration: WitnessConfiguration) throws(LoopError) {
    capacity = configuration.batchCapacity
    waker = WitnessWaker()
    (instance, pollDescriptor) = try Self.instances(watching: waker.descriptor)
  }

  private static func instances(watching descriptor: CInt) throws(LoopError) -> (CInt, CInt) {
    let (inner, outer) = (cobjects_epoll(), cobjects_epoll())
    var result = min(inner, outer)
    for target in [inner, descriptor] where result >= 0 {
      result = cobjects_epoll_change(outer, EPOLL_CTL_ADD, target, Interest.readable.rawValue, 0)
    }
    guard result < 0 else { return (inner, outer) }
    close(inner)
    close(outer)
    throw LoopError(.create, ErrorCode(rawValue: -result))
  }

  deinit {
    close(instance)
    close(pollDescriptor)
  }

  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    let token = Token(index: UInt32(descriptors.count), generation: 1)
    try change(.register, EPOLL_CTL_ADD, descriptor, interest.rawValue | trigger.rawValue, token)
    descriptors.append(descriptor)
    live.insert(token.index)
    return token
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard live.contains(token.index) else { throw LoopError(.modify, .notFound) }
    let descriptor = descriptors[Int(token.index)]
    try change(.modify, EPOLL_CTL_MOD, descriptor, interest.rawValue | trigger.rawValue, token)
  }

  mutating func deregister(_ token: Token) throws(LoopError) {
    guard live.remove(token.index) != nil else { throw LoopError(.deregister, .notFound) }
    // The contract lets it succeed though the descriptor was closed.
    try? change(.deregister, EPOLL_CTL_DEL, descriptors[Int(token.index)], 0, token)
  }

  private func change(
    _ operation: LoopError.Operation, _ call: CInt, _ descriptor: CInt, _ events: UInt32, _ token: Token
  ) throws(LoopError) {
    let result = cobjects_epoll_change(instance, call, descriptor, events, token.rawValue)
    if result < 0 { throw LoopError(operation, ErrorCode(rawValue: -result)) }
  }

  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    timers.schedule(at: deadline)
  }

  mutating func cancel(_ timer: TimerToken) -> Bool {
    timers.cancel(timer)
  }
}

extension KernelWitness {
  mutating func wait(_ limit: Wait) throws(LoopError) {
    var events = Array(repeating: epoll_event(), count: max(capacity, 2))
    repeat {
      try collect(&events, 2, from: pollDescriptor, within: milliseconds(until: limit))
      let count = try collect(&events, capacity, from: instance, within: 0)
      unread = events[..<count]
      isWoken = waker.take()
      timers.beginBatch(at: now)
    } while unread.isEmpty && !isWoken && !timers.hasDue && !limit.hasPassed(at: now)
  }

  @discardableResult
  private func collect(
    _ events: inout [epoll_event], _ room: Int, from set: CInt, within timeout: CInt
  ) throws(LoopError) -> Int {
    let count = cobjects_epoll_collect(set, &events, CInt(room), timeout)
    if count < 0, count != -EINTR { throw LoopError(.wait, ErrorCode(rawValue: -count)) }
    return max(0, Int(count))
  }

  /// The milliseconds that the kernel may block, rounded up; -1 for no limit.
  private func milliseconds(until limit: Wait) -> CInt {
    guard let end = limit.end(with: timers.first) else { return -1 }
    let now = now
    guard end > now else { return 0 }
    return CInt(clamping: (end.nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
  }

  mutating func next() -> Event? {
    while let event = unread.popFirst() {
      let token = Token(rawValue: event.data.u64)
      let readiness = Readiness(rawValue: event.events)
      if live.contains(token.index), !readiness.isEmpty { return .ready(token, readiness) }
    }
    if let timer = timers.popDue() { return .timer(timer) }
    defer { isWoken = false }
    return isWoken ? .wake : nil
  }

  var nextDeadline: Instant? { timers.first }
  var now: Instant { Instant(nanoseconds: cobjects_monotonic_nanoseconds()) }
  var statistics: Statistics { Statistics() }

  static var identity: BackendIdentity {
    BackendIdentity(name: name, mechanism: "Linux", version: Environment.current().kernel)
  }

  static var capabilities: Capabilities { Capabilities(all: .native, timerResolution: .milliseconds(1)) }
}

/// The settings of the witness.
struct WitnessConfiguration: LoopConfiguration {
  var batchCapacity = 256
}
