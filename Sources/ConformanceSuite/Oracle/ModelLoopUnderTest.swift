internal import EpollModel
internal import EventLoopAPI

/// One of a scenario's loops on the model, with what the scenario calls its registrations and timers.
struct ModelLoopUnderTest {
  var loop: ModelLoop

  /// The names of the registrations, by token.
  private(set) var names: [String] = []

  /// The names of the timers, by number.
  private(set) var timerNames: [Int: String] = [:]

  /// The objects whose registration repeats its report by right.
  private(set) var levels: Set<String> = []

  /// The steps to do on its deliveries, by subject.
  var onDelivery: [String: [Int]] = [:]

  /// The registrations that the last batch told of.
  var lastTold: Set<Int> = []

  /// The latest registration and the latest timer of a name.
  private(set) var tokens: [String: Int] = [:]
  private(set) var timers: [String: Int] = [:]

  init(_ loop: ModelLoop) {
    self.loop = loop
  }

  /// Whether a timer was ever scheduled.
  var hadTimers: Bool { !timerNames.isEmpty }

  /// The name of a registration, with a mark if it has ended.
  func label(of token: Int) -> String {
    loop.registrations[token].isLive ? names[token] : "\(names[token]) (ended)"
  }

  /// The tokens of the registrations with a label, the latest first.
  func tokens(labelled label: String) -> [Int] {
    names.indices.reversed().filter { self.label(of: $0) == label }
  }

  /// Whether the latest registration of a name was found to be closed early.
  func wasClosedEarly(_ name: String) -> Bool {
    guard let token = tokens[name] else { return false }
    return loop.registrations[token].wasClosedEarly || loop.registrations[token].isClosed
  }

  /// Ends the registration, closed early, that an action changes or that is in the way of a new one.
  ///
  /// - Returns: Whether there is one.
  mutating func endClosedEarly(
    of action: Action, _ objects: ModelObjects, in kernel: inout ModelKernel
  ) -> Bool {
    switch action {
    case .modify(let name, _, _): return tokens[name].map { loop.endClosedEarly($0, in: &kernel) } ?? false
    case .register(let name, _, _):
      let descriptor = objects.objects[name]?.descriptor ?? -1
      return loop.registration(of: descriptor).map { loop.endClosedEarly($0, in: &kernel) } ?? false
    default: return false
    }
  }

  /// When the latest of these timers is due.
  func deadline(ofLatest names: some Sequence<String>) -> UInt64? {
    names.compactMap { timers[$0].flatMap { loop.timers.deadline(of: $0) } }.max()
  }
}

extension ModelLoopUnderTest {
  /// Does a step on the loop, but for one that waits.
  mutating func perform(
    _ action: Action, with objects: ModelObjects, in kernel: inout ModelKernel
  ) -> Outcome {
    do throws(ModelError) {
      return try attempt(action, objects, &kernel)
    } catch {
      return .word(error.name)
    }
  }

  private mutating func attempt(
    _ action: Action, _ objects: ModelObjects, _ kernel: inout ModelKernel
  ) throws(ModelError) -> Outcome {
    switch action {
    case .register(let name, let interest, let trigger):
      guard let object = objects.objects[name] else { return .word("not opened") }
      guard !loop.hasEnded else { return Self.ended }
      tokens[name] = try loop.register(object.descriptor, interest, trigger, in: &kernel)
      names.append(name)
      note(name, trigger)
    case .modify(let name, let interest, let trigger):
      guard let token = tokens[name] else { return .word("not registered") }
      guard !loop.hasEnded else { return Self.ended }
      try loop.modify(token, interest, trigger, in: &kernel)
      note(name, trigger)
    case .deregister(let name):
      guard let token = tokens[name] else { return .word("not registered") }
      guard !loop.hasEnded else { return Self.ended }
      try loop.deregister(token, in: &kernel)
    case .schedule(let names, let microseconds):
      guard !loop.hasEnded else { return Self.ended }
      for name in names {
        let timer = loop.timers.schedule(at: UInt64(clamping: microseconds) * 1000)
        timers[name] = timer
        timerNames[timer] = name
      }
    case .cancel(let name):
      guard let timer = timers[name] else { return .word("not scheduled") }
      guard !loop.hasEnded, loop.timers.cancel(timer) else { return .word("spent") }
    case .wake(let source):
      if source == .signal { kernel.raiseOtherSignal() }
      loop.wake()
    case .embed:
      guard !loop.hasEnded else { return Self.ended }
      return .word(loop.isReadable(in: &kernel) ? "ready" : "idle")
    case .end: loop.end(in: &kernel)
    default: assertionFailure("not a step on the loop")
    }
    return .done
  }

  private static var ended: Outcome { .word("the loop has ended") }

  private mutating func note(_ name: String, _ trigger: Trigger) {
    if trigger.isDisjoint(with: [.edge, .oneShot]) {
      levels.insert(name)
    } else {
      levels.remove(name)
    }
  }
}
