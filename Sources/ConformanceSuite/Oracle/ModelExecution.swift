internal import EpollModel
internal import EventLoopAPI

/// One run of a scenario on the model: what `ScenarioExecution` is to a loop and the kernel.
///
/// It is a value, so that a step can be tried. Where the contract leaves a choice it does what Linux does,
/// unless `choice` says otherwise.
struct ModelExecution {
  var loop: ModelLoop

  /// Whether the scenario has ended the loop.
  private(set) var hasEnded = false

  private(set) var objects = ModelObjects()
  let steps: [Step]

  /// What each step leads to; nil for one that was not done.
  private(set) var outcomes: [Outcome?]

  /// How the next batch is chosen.
  var choice = BatchChoice()

  /// Who is told of every step, for explanations.
  var watcher: (any StepWatcher)?

  /// The registrations that the last batch told of.
  private(set) var lastTold: Set<Int> = []

  private(set) var tokens: [String: Int] = [:]
  private(set) var levels: Set<String> = []
  private(set) var names: [String] = []
  private(set) var timers: [String: Int] = [:]
  private(set) var timerNames: [Int: String] = [:]
  private(set) var onDelivery: [String: [Int]] = [:]
  private(set) var meanwhile: [Int] = []

  /// Begins a scenario.
  ///
  /// - Parameter rules: the rules that the model's kernel keeps.
  init(_ scenario: Scenario, rules: ModelRules = .linux, keepsJournal: Bool = false) {
    var kernel = ModelKernel(rules: rules)
    kernel.journal = keepsJournal ? [] : nil
    loop = ModelLoop(kernel, capacity: scenario.batchCapacity ?? Self.usualCapacity)
    steps = scenario.steps
    outcomes = Array(repeating: nil, count: steps.count)
  }

  /// The batch's size where a scenario does not give one, as in a loop's configuration.
  private static var usualCapacity: Int { 256 }

  /// Does a step, or notes it for its moment.
  mutating func begin(_ index: Int) {
    switch steps[index].moment {
    case .inTurn: carryOut(index)
    case .onDelivery(let subject): onDelivery[subject, default: []].append(index)
    case .meanwhile: meanwhile.append(index)
    }
  }

  private mutating func carryOut(_ index: Int, isMeanwhile: Bool = false) {
    let watcher = watcher
    watcher?.willDo(index, &self, isMeanwhile: isMeanwhile)
    outcomes[index] = perform(steps[index].action)
    watcher?.didDo(index, &self)
  }

  /// The name of a registration, with a mark if it has ended.
  func label(of token: Int) -> String {
    loop.registrations[token].isLive ? names[token] : "\(names[token]) (ended)"
  }

  /// The tokens of the registrations with a label, the latest first.
  func tokens(labelled label: String) -> [Int] {
    names.indices.reversed().filter { self.label(of: $0) == label }
  }
}

extension ModelExecution {
  /// Does what a step says, and returns what it leads to.
  private mutating func perform(_ action: Action) -> Outcome {
    switch action {
    case .object(let name, let operation):
      return objects.perform(operation, on: name, in: &loop.kernel)
    case .wait(let limit): return Outcome(collect(limit).map(\.text))
    case .collect(let count): return collectTogether(count)
    case .open, .connect, .accept, .nest, .unnest:
      do throws(ModelObjects.Failure) {
        try arrange(action)
        return .done
      } catch {
        return error.outcome
      }
    case .signals: return .done
    case .register, .modify, .deregister, .schedule, .cancel, .wake, .embed, .end:
      return performOnLoop(action)
    }
  }

  /// Does a step that makes objects or puts them into one another.
  private mutating func arrange(_ action: Action) throws(ModelObjects.Failure) {
    switch action {
    case .open(let names, let kind, let options):
      try objects.open(names, kind, options, in: &loop.kernel)
    case .connect(let client, let listener):
      let target = try objects.find(listener)
      let descriptor = try ModelObjects.call { () throws(ModelError) in
        try loop.kernel.connect(to: target)
      }
      objects.add(client, descriptor)
    case .accept(let name, let listener):
      let source = try objects.find(listener)
      let descriptor = try ModelObjects.call { () throws(ModelError) in
        try loop.kernel.accept(from: source)
      }
      objects.add(name, descriptor)
    case .nest(let epoll, let target, let events):
      let (outer, inner) = (try objects.find(epoll), try objects.find(target))
      try ModelObjects.call { () throws(ModelError) in
        try loop.kernel.control(outer, .add, inner, events: EventMask(rawValue: events))
      }
    case .unnest(let epoll, let target):
      let (outer, inner) = (try objects.find(epoll), try objects.find(target))
      try ModelObjects.call { () throws(ModelError) in try loop.kernel.control(outer, .remove, inner) }
    default: assertionFailure("not a step on objects")
    }
  }

  /// Does a step on the loop.
  private mutating func performOnLoop(_ action: Action) -> Outcome {
    do throws(ModelError) {
      return try attemptOnLoop(action)
    } catch {
      return .word(error.name)
    }
  }

  private mutating func attemptOnLoop(_ action: Action) throws(ModelError) -> Outcome {
    switch action {
    case .register(let name, let interest, let trigger):
      guard let object = objects.objects[name] else { return .word("not opened") }
      guard !hasEnded else { return Self.ended }
      tokens[name] = try loop.register(object.descriptor, interest, trigger)
      names.append(name)
      note(name, trigger)
    case .modify(let name, let interest, let trigger):
      guard let token = tokens[name] else { return .word("not registered") }
      guard !hasEnded else { return Self.ended }
      try loop.modify(token, interest, trigger)
      note(name, trigger)
    case .deregister(let name):
      guard let token = tokens[name] else { return .word("not registered") }
      guard !hasEnded else { return Self.ended }
      try loop.deregister(token)
    case .schedule(let names, let microseconds):
      guard !hasEnded else { return Self.ended }
      for name in names {
        let timer = loop.timers.schedule(at: UInt64(clamping: microseconds) * 1000)
        timers[name] = timer
        timerNames[timer] = name
      }
    case .cancel(let name):
      guard let timer = timers[name] else { return .word("not scheduled") }
      guard !hasEnded, loop.timers.cancel(timer) else { return .word("spent") }
    case .wake: loop.wake()
    case .embed:
      guard !hasEnded else { return Self.ended }
      return .word(loop.isReadable() ? "ready" : "idle")
    case .end: hasEnded = true
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

extension ModelExecution {
  /// One event of a batch, as a report names it.
  struct Delivery {
    /// The object's label, or nil for timers and wakes.
    var object: String?
    var readiness = Readiness()
    /// What it says without an object.
    var plain = ""

    var text: String { object.map { "\($0): \(readiness)" } ?? plain }
  }

  /// What a wait is that nothing can end.
  static var endless: String { "a wait without end" }

  /// When the latest of these timers is due.
  func deadline(ofLatest names: some Sequence<String>) -> UInt64? {
    names.compactMap { timers[$0].flatMap { loop.timers.deadline(of: $0) } }.max()
  }

  /// Collects one batch, does what is to be done meanwhile and on delivery, and returns the events.
  private mutating func collect(_ limit: WaitLimit) -> [Delivery] {
    guard !hasEnded else { return [Delivery(plain: "the loop has ended")] }
    let end: UInt64? =
      switch limit {
      case .poll: loop.kernel.now
      case .forever: nil
      case .microseconds(let span): loop.kernel.now + UInt64(clamping: span) * 1000
      }
    lastTold = []
    choice.prepare(&loop)
    collectBatch()
    // What is to be done meanwhile is done once the wait sleeps, or else when it has returned.
    while limit != .poll, !loop.hasBatch, !meanwhile.isEmpty {
      doNextMeanwhile()
      choice.prepare(&loop)
      collectBatch()
    }
    if !loop.hasBatch, limit != .poll {
      guard let waking = [end, loop.timers.first].compactMap({ $0 }).min() else {
        return [Delivery(plain: Self.endless)]
      }
      loop.kernel.advance(by: waking - min(waking, loop.kernel.now))
      collectBatch()
    }
    while !meanwhile.isEmpty { doNextMeanwhile() }
    var deliveries: [Delivery] = []
    while let event = loop.next() {
      if let delivery = deliver(event) { deliveries.append(delivery) }
    }
    return deliveries
  }

  private mutating func collectBatch() {
    loop.collect(room: choice.room(in: loop))
  }

  private mutating func doNextMeanwhile() {
    carryOut(meanwhile.removeFirst(), isMeanwhile: true)
  }

  /// Names an event and does what was to be done on its delivery; nil if the choice is not to tell it.
  private mutating func deliver(_ event: ModelLoop.Event) -> Delivery? {
    let delivery: Delivery
    let subject: String
    switch event {
    case .ready(let token, let readiness, let isAddedAnew):
      subject = label(of: token)
      let told = choice.readiness(
        readiness, of: token, labelled: subject, isAddedAnew: isAddedAnew, in: loop)
      guard !told.isEmpty else { return nil }
      lastTold.insert(token)
      delivery = Delivery(object: subject, readiness: told)
    case .timer(let timer):
      subject = timerNames[timer] ?? "(stranger)"
      delivery = Delivery(plain: "timer \(subject)")
    case .wake:
      subject = "wake"
      delivery = Delivery(plain: "wake")
    }
    for index in onDelivery.removeValue(forKey: subject) ?? [] {
      carryOut(index)
    }
    return delivery
  }

  /// Collects batches without blocking and joins what they say of each level-triggered object, as the suite
  /// does with a backend's.
  private mutating func collectTogether(_ count: Int) -> Outcome {
    var together: [Delivery] = []
    for _ in 0..<count {
      let earlier = together.count
      for delivery in collect(.poll) {
        let known = together.prefix(earlier).firstIndex { $0.object != nil && $0.object == delivery.object }
        if let known, let object = delivery.object, levels.contains(object) {
          together[known].readiness.formUnion(delivery.readiness)
        } else {
          together.append(delivery)
        }
      }
    }
    return Outcome(together.map(\.text))
  }
}
