internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The kernel's epoll with as little around it as a scenario can be run on.
///
/// It is no backend to be used or judged. Where a backend and the model say different things, or the model
/// and
/// a file, it shows what the kernel itself says, without a loop of anybody's between. What the contract asks
/// of a loop beyond that it does not do, see ``Scenario/asksMoreThanKernel``.
struct KernelWitness: EventLoop, ~Copyable {
  /// The name by which workers know it.
  static var name: String { "kernel" }

  private let instance: CInt
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
    instance = try Self.instance(watching: waker.descriptor)
  }

  /// What is kept with the waker's descriptor.
  private static var wakeData: UInt64 { .max }

  private static func instance(watching descriptor: CInt) throws(LoopError) -> CInt {
    let instance = cobjects_epoll()
    guard instance >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -instance)) }
    let events = Interest.readable.rawValue
    let added = cobjects_epoll_change(instance, EPOLL_CTL_ADD, descriptor, events, wakeData)
    guard added < 0 else { return instance }
    close(instance)
    throw LoopError(.create, ErrorCode(rawValue: -added))
  }

  deinit {
    close(instance)
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
    var events = Array(repeating: epoll_event(), count: capacity)
    repeat {
      // A wake that was there before is read first, so that it takes no place in the batch.
      isWoken = waker.take()
      let timeout = isWoken ? 0 : milliseconds(until: limit)
      let count = cobjects_epoll_collect(instance, &events, CInt(capacity), timeout)
      if count < 0, count != -EINTR { throw LoopError(.wait, ErrorCode(rawValue: -count)) }
      unread = events[..<max(0, Int(count))].filter { $0.data.u64 != Self.wakeData }[...]
      if unread.count < count { isWoken = waker.take() }
      timers.beginBatch(at: now)
    } while unread.isEmpty && !isWoken && !timers.hasDue && !limit.hasPassed(at: now)
  }

  /// The milliseconds that the kernel may block, rounded up; -1 for no limit.
  private mutating func milliseconds(until limit: Wait) -> CInt {
    guard let end = limit.end(with: timers.findFirst()) else { return -1 }
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

  var pollDescriptor: CInt { instance }
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
