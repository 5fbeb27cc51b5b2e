public import EventLoopAPI

/// A loop that records what is done with it and what it tells, so that it can be replayed.
///
/// ```swift
/// var loop = try TracingLoop<EpollLoop>()
/// …                                           // any application, unchanged
/// try loop.writeTrace(to: "trace.scenario")   // then: conformance replay ./trace.scenario
/// ```
///
/// The file is a scenario: the registrations, timers and wakes of the application, and between waits the
/// steps that bring about what the kernel said of the descriptors then. What is reproduced, and what is not,
/// is in docs/observing.md. After each wait all registered descriptors are looked at by one poll(2), and each
/// one that can be read by one ioctl(2): tracing is for finding out, not for production.
///
/// Nothing is allocated for a record.
public struct TracingLoop<Base: EventLoop & ~Copyable>: EventLoop, ~Copyable {
  /// The handle of the loop that is traced.
  public typealias Waker = Base.Waker

  /// The settings of the loop that is traced, and how much is recorded.
  public typealias Configuration = TracingConfiguration<Base.Configuration>

  private var base: Base
  private var trace: Trace
  private var states = TracedStates()

  /// Makes the loop that is traced.
  ///
  /// - Throws: `LoopError` of operation `create`, as that loop does.
  public init(_ configuration: Configuration) throws(LoopError) {
    base = try Base(configuration.base)
    trace = Trace(recordCapacity: configuration.recordCapacity, batchCapacity: configuration.batchCapacity)
  }

  /// The name of the traced loop.
  public static var identity: BackendIdentity { Base.identity }

  /// What the traced loop offers.
  public static var capabilities: Capabilities { Base.capabilities }

  /// The name of the traced loop.
  public var identity: BackendIdentity { base.identity }

  /// What the traced loop offers.
  public var capabilities: Capabilities { base.capabilities }

  /// The traced loop's handle; of a wake the event is recorded.
  public var waker: Base.Waker { base.waker }

  /// The traced loop's descriptor.
  public var pollDescriptor: CInt { base.pollDescriptor }

  /// The earliest deadline, or nil if no timer is scheduled.
  public var nextDeadline: Instant? { base.nextDeadline }

  /// The current time of the traced loop's clock.
  public var now: Instant { base.now }

  /// What the traced loop holds and has done.
  public var statistics: Statistics { base.statistics }

  /// How many records there was no room for; the trace ends before the first of them.
  public var droppedRecords: UInt64 { trace.dropped }

  /// The trace as a scenario.
  public var traceText: String { TraceScenario(trace, of: base.identity).text }

  /// Writes the trace to a file as a scenario, which `conformance replay` runs.
  ///
  /// A file that is there is replaced.
  ///
  /// - Throws: ``SaveError``, with the file and the system's reason.
  public func writeTrace(to path: String) throws(SaveError) {
    try TextFile.write(traceText, to: path)
  }

  /// Lends the traced loop to a closure, for what only its type has to tell.
  ///
  /// - Throws: what the closure throws.
  public func withLoop<Value: ~Copyable, Failure: Error>(
    _ body: (borrowing Base) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(base)
  }
}

extension TracingLoop where Base: ~Copyable {
  /// Registers a descriptor, and records what it is.
  ///
  /// - Throws: `LoopError`, as the traced loop does.
  public mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    // A number that the program takes for its standard input, which was closed, say. The traced loop would
    // watch it, and nothing would ever come.
    guard !states.isOwn(descriptor) else { throw LoopError(.register, .badDescriptor) }
    // For one there is no room for a number is used that no file has.
    let file = trace.file(descriptor) ?? .max
    let state = file == .max ? nil : TracedStates.state(of: descriptor, file: file)
    var record = TraceRecord(.register, at: base.now.nanoseconds)
    record.file = file
    record.bits = interest.rawValue | trigger.rawValue
    do throws(LoopError) {
      let token = try base.register(descriptor, for: interest, trigger: trigger)
      record.token = token.rawValue
      if let state { trace.append(TraceRecord(state)) }
      trace.append(record)
      trace.note(token.rawValue, as: file)
      states.insert(token.rawValue, descriptor, file: file, interest, trigger)
      return token
    } catch {
      record.refuse(error)
      trace.append(record)
      throw error
    }
  }

  /// Modifies a registration, and records it.
  ///
  /// - Throws: `LoopError`, as the traced loop does.
  public mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    var record = TraceRecord(.modify, at: base.now.nanoseconds)
    record.token = token.rawValue
    record.file = trace.files[token.rawValue] ?? .max
    record.bits = interest.rawValue | trigger.rawValue
    defer { trace.append(record) }
    do throws(LoopError) {
      try base.modify(token, for: interest, trigger: trigger)
      states.modify(token.rawValue, interest, trigger)
    } catch {
      record.refuse(error)
      throw error
    }
  }

  /// Ends a registration, and records it.
  ///
  /// - Throws: `LoopError`, as the traced loop does.
  public mutating func deregister(_ token: Token) throws(LoopError) {
    var record = TraceRecord(.deregister, at: base.now.nanoseconds)
    record.token = token.rawValue
    record.file = trace.files[token.rawValue] ?? .max
    defer { trace.append(record) }
    do throws(LoopError) {
      try base.deregister(token)
      states.remove(token.rawValue)
    } catch {
      record.refuse(error)
      throw error
    }
  }

  /// Schedules one report, and records it.
  ///
  /// - Throws: `LoopError`, as the traced loop does.
  public mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    let timer = try base.schedule(at: deadline)
    var record = TraceRecord(.schedule, at: base.now.nanoseconds)
    record.token = timer.rawValue
    trace.append(record)
    return timer
  }

  /// Cancels a timer, records it, and returns whether it was still to fire.
  @discardableResult
  public mutating func cancel(_ timer: TimerToken) -> Bool {
    var record = TraceRecord(.cancel, at: base.now.nanoseconds)
    record.token = timer.rawValue
    record.isDone = base.cancel(timer)
    trace.append(record)
    return record.isDone
  }

  /// Collects one batch, and records what the kernel says of all that is registered.
  ///
  /// - Throws: `LoopError`, as the traced loop does.
  public mutating func wait(_ limit: Wait) throws(LoopError) {
    do throws(LoopError) {
      try base.wait(limit)
    } catch {
      var record = TraceRecord(.refusedWait, at: base.now.nanoseconds)
      record.refuse(error)
      trace.append(record)
      throw error
    }
    trace.append(TraceRecord(.wait, at: base.now.nanoseconds))
    states.look { trace.append(TraceRecord($0)) }
  }

  /// The next event of the batch, which is recorded.
  public mutating func next() -> Event? {
    let event = base.next()
    var record = TraceRecord(.end, at: 0)
    switch event {
    case .ready(let token, let readiness):
      record.kind = .ready
      record.token = token.rawValue
      record.file = trace.files[token.rawValue] ?? .max
      record.bits = readiness.rawValue
    case .timer(let timer):
      record.kind = .timer
      record.token = timer.rawValue
    case .wake: record.kind = .wake
    case nil: break
    }
    trace.append(record)
    return event
  }
}

extension TraceRecord {
  fileprivate init(_ state: TracedStates.State) {
    self.init(.state, at: 0)
    file = state.file
    bits = state.bits
    bytes = state.bytes
    isNews = state.isNews
  }

  fileprivate mutating func refuse(_ error: LoopError) {
    isDone = false
    code = error.code.rawValue
  }
}
