internal import CEpoll
internal import EpollCore
package import EventLoopAPI
internal import Glibc

/// A small loop on epoll that is there to be broken: it keeps the contract, unless it was given a fault.
///
/// It is written to be read, not to be fast. A fault is an `if` at the place where a real loop would go
/// wrong.
package struct MutantLoop: EventLoop, ~Copyable {
  let fault: Fault?
  /// Its number among the loops of the process.
  let number = SharedState.nextLoop()
  let epoll: Epoll
  /// The process and the thread that have made it.
  let process = getpid()
  let thread = pthread_self()
  let capacity: Int
  var buffer: Epoll.Buffer
  let wakes: MutantWaker.State

  /// The live registrations, and of each number the token of the last one.
  var registrations: [Token: MutantRegistration] = [:]
  var tokens: [CInt: Token] = [:]
  var registrationCount: UInt32 = 0

  var timers: MutantTimers

  /// The batch in hand: what of it is unread.
  var unread: [Report] = []
  var wakesUnread = 0
  var isReading = false

  /// Whether the kernel holds a watch that nobody can name any more, which only a new instance is rid of.
  var hasGhost = false

  /// What some faults remember.
  var memory = FaultMemory()

  /// What the kernel says of a registration.
  struct Report {
    var token: Token
    var readiness: Readiness
  }

  package init(_ configuration: Configuration) throws(LoopError) {
    let fault = configuration.fault
    let wakes = try fault == .wakerShared ? SharedState.waker(fault) : MutantWaker.State(fault)
    let epoll = try Self.instance(watching: wakes, fault)
    self.wakes = wakes
    self.epoll = epoll
    self.fault = fault
    capacity = configuration.batchCapacity
    buffer = Epoll.Buffer(capacity: 4 * configuration.batchCapacity)
    timers = MutantTimers(configuration.fault)
    memory.lastWait = now
  }

  deinit {
    if fault == .descriptorClosed {
      for registration in registrations.values { _ = cepoll_close(registration.descriptor) }
    }
    if fault == .childEmptiesSet {
      for registration in registrations.values { try? epoll.remove(registration.descriptor) }
    }
    for duplicate in memory.duplicates.values { _ = cepoll_close(duplicate) }
    if fault == .descriptorLeaked, isReading || wakes.take() > 0 { _ = cepoll_eventfd() }
    wakes.loopEnds()
    SharedState.releaseAll(of: number)
  }

  /// What is kept with the waker's descriptor.
  static var wakeData: UInt64 { .max }

  static func instance(watching wakes: MutantWaker.State, _ fault: Fault?) throws(LoopError) -> Epoll {
    do throws(EpollError) {
      var epoll = try Epoll()
      if fault == .childTakesSet, let inherited = SharedState.inheritedSet(besides: epoll.descriptor) {
        epoll = try Epoll(adopting: dup(inherited))
      }
      if fault == .setSurvivesExec { _ = fcntl(epoll.descriptor, F_SETFD, 0) }
      try epoll.add(wakes.descriptor, for: .readable, data: wakeData)
      return epoll
    } catch {
      throw LoopError(.create, error.code)
    }
  }

  package mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    if fault == .deadlineOverflows, deadline - now >= .milliseconds(1 << 31) {
      return timers.schedule(at: .beginning, whileReading: isReading)
    }
    // A loop that counts from the time of its last wait takes the pause since then off the span.
    let pause = fault == .timerFromCachedClock ? memory.lastWait - now : .zero
    return timers.schedule(at: deadline + pause, whileReading: isReading)
  }

  package mutating func cancel(_ timer: TimerToken) -> Bool {
    timers.cancel(timer, whileReading: isReading)
  }

  package static var identity: BackendIdentity {
    BackendIdentity(name: "mutant", mechanism: "Linux", version: EpollLoop.identity.version)
  }

  package static var capabilities: Capabilities { EpollLoop.capabilities }

  package var waker: MutantWaker { MutantWaker(state: wakes) }

  package var pollDescriptor: CInt { epoll.descriptor }

  package var nextDeadline: Instant? { timers.first }

  package var now: Instant { Instant(nanoseconds: cepoll_now()) }

  package var statistics: Statistics {
    var statistics = Statistics()
    statistics.registrations = registrations.count
    statistics.timers = timers.count
    return statistics
  }
}
