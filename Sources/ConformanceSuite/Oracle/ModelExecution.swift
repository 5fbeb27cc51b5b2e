internal import EpollModel
internal import EventLoopAPI

/// One run of a scenario on the model: what `ScenarioExecution` is to a backend and the kernel.
///
/// It is a value, so that a step can be tried. Where the contract leaves a choice it does what Linux does,
/// unless `choice` says otherwise.
struct ModelExecution {
  var kernel: ModelKernel

  /// The loops, by the raw values of ``ScenarioLoop``.
  private(set) var loops: InlineArray<2, ModelLoopUnderTest>

  private(set) var objects = ModelObjects()
  private(set) var steps: [Step]

  /// The steps that were done since this was last emptied, each behind those that were done in it, and what
  /// they led to.
  ///
  /// A copy of a long run must not have its whole past copied with the next step.
  private(set) var done: [(step: Int, outcome: Outcome)] = []

  /// How the next batch is chosen.
  var choice = BatchChoice()

  /// Who is told of every step, for explanations.
  var watcher: (any StepWatcher)?

  /// Whether signals interrupt the process again and again.
  private(set) var isInterrupted = false

  private(set) var meanwhile: [Int] = []

  /// Begins a scenario.
  ///
  /// - Parameters:
  ///   - rules: the rules that the model's kernel keeps.
  ///   - hasSecondLoop: whether steps that are added later need a second loop.
  init(
    _ scenario: Scenario, rules: ModelRules = .linux, keepsJournal: Bool = false, hasSecondLoop: Bool = false
  ) {
    var kernel = ModelKernel(rules: rules)
    kernel.journal = keepsJournal ? [] : nil
    kernel.reusesNumbers = false
    let capacity = scenario.batchCapacity ?? Self.usualCapacity
    let first = ModelLoop(capacity: capacity, in: &kernel)
    let hasSecondLoop = hasSecondLoop || scenario.hasSecondLoop
    let second = hasSecondLoop ? ModelLoop(capacity: capacity, in: &kernel) : .ended
    loops = [ModelLoopUnderTest(first), ModelLoopUnderTest(second)]
    self.kernel = kernel
    steps = scenario.steps
  }

  /// What each step led to; nil for one that was not done.
  var outcomes: [Outcome?] {
    var outcomes: [Outcome?] = Array(repeating: nil, count: steps.count)
    for (step, outcome) in done { outcomes[step] = outcome }
    return outcomes
  }

  /// What a step led to; nil if it was not done.
  func outcome(of step: Int) -> Outcome? {
    done.last { $0.step == step }?.outcome
  }

  /// Forgets what steps have led to so far.
  mutating func forgetDone() {
    done.removeAll(keepingCapacity: true)
  }

  /// The batch's size where a scenario does not give one, as in a loop's configuration.
  private static var usualCapacity: Int { 256 }

  /// Does a step, or notes it for its moment.
  mutating func begin(_ index: Int) {
    switch steps[index].moment {
    case .inTurn: carryOut(index)
    case .onDelivery(let subject, let loop):
      loops[loop.rawValue].onDelivery[subject, default: []].append(index)
    case .meanwhile: meanwhile.append(index)
    }
  }

  /// Adds a step to the scenario, and begins it.
  mutating func append(_ step: Step) {
    steps.append(step)
    begin(steps.count - 1)
  }

  private mutating func carryOut(_ index: Int, isMeanwhile: Bool = false) {
    let watcher = watcher
    watcher?.willDo(index, &self, isMeanwhile: isMeanwhile)
    done.append((index, perform(steps[index].action, on: steps[index].loop)))
    watcher?.didDo(index, &self)
  }
}

extension ModelExecution {
  /// Whether a wait of a loop may have found a registration to be closed early.
  var mayHaveClosedEarly: Bool { loops[0].loop.hadClosedEarly || loops[1].loop.hadClosedEarly }

  /// Ends the registration, closed early, that a step changes or that is in its way; false if there is none.
  mutating func endClosedEarly(by step: Step) -> Bool {
    loops[step.loop.rawValue].endClosedEarly(of: step.action, objects, in: &kernel)
  }

  /// Does what a step says, and returns what it leads to.
  private mutating func perform(_ action: Action, on loop: ScenarioLoop) -> Outcome {
    switch action {
    case .object(let name, let operation):
      return objects.perform(operation, on: name, in: &kernel)
    case .wait(let limit): return Outcome(collect(limit, from: loop).map(\.text))
    case .collect(let count): return collectTogether(count, from: loop)
    case .open, .connect, .accept, .send, .receive, .nest, .unnest:
      do throws(ModelObjects.Failure) {
        try arrange(action)
        return .done
      } catch {
        return error.outcome
      }
    case .signals(let span):
      isInterrupted = span != nil
      return .done
    case .register, .modify, .deregister, .schedule, .cancel, .wake, .embed, .end:
      return loops[loop.rawValue].perform(action, with: objects, in: &kernel)
    }
  }

  /// Does a step that makes objects or puts them into one another.
  private mutating func arrange(_ action: Action) throws(ModelObjects.Failure) {
    switch action {
    case .open(let names, let kind, let options):
      try objects.open(names, kind, options, in: &kernel)
    case .connect(let client, let listener):
      let target = try objects.findOpen(listener)
      let descriptor = try ModelObjects.call { () throws(ModelError) in
        try kernel.connect(to: target)
      }
      objects.add(client, descriptor)
    case .accept(let name, let listener):
      let source = try objects.findOpen(listener)
      let descriptor = try ModelObjects.call { () throws(ModelError) in
        try kernel.accept(from: source)
      }
      objects.add(name, descriptor)
    case .send(let name, let socket):
      let (sent, channel) = (try objects.findOpen(name), try objects.findOpen(socket))
      try ModelObjects.call { () throws(ModelError) in try kernel.send(sent, over: channel) }
    case .receive(let name, let socket):
      let channel = try objects.findOpen(socket)
      let descriptor = try ModelObjects.call { () throws(ModelError) in try kernel.receive(from: channel) }
      guard let descriptor else { throw .other("no file came") }
      objects.add(name, descriptor)
    case .nest(let epoll, let target, let events):
      let (outer, inner) = (try objects.findOpen(epoll), try objects.findOpen(target))
      try ModelObjects.call { () throws(ModelError) in
        try kernel.control(outer, .add, inner, events: EventMask(rawValue: events))
      }
    case .unnest(let epoll, let target):
      let (outer, inner) = (try objects.findOpen(epoll), try objects.findOpen(target))
      try ModelObjects.call { () throws(ModelError) in try kernel.control(outer, .remove, inner) }
    default: assertionFailure("not a step on objects")
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

  /// Collects one batch, does what is to be done meanwhile and on delivery, and returns the events.
  private mutating func collect(_ limit: WaitLimit, from loop: ScenarioLoop) -> [Delivery] {
    let place = loop.rawValue
    guard !loops[place].loop.hasEnded else { return [Delivery(plain: "the loop has ended")] }
    let end: UInt64? =
      switch limit {
      case .poll: kernel.now
      case .forever: nil
      case .microseconds(let span): kernel.now + UInt64(clamping: span) * 1000
      }
    loops[place].lastTold = []
    loops[place].loop.refusesGhostsAtOnce = choice.refusesGhostsAtOnce
    if isInterrupted { kernel.expectOtherSignals() }
    collectBatch(place)
    // What is to be done meanwhile is done once the wait sleeps, or else when it has returned.
    while limit != .poll, !loops[place].loop.hasBatch, !meanwhile.isEmpty {
      loops[place].loop.fallAsleep(wakeTakesPlace: choice.wakeTakesPlace, in: &kernel)
      doNextMeanwhile()
      collectBatch(place)
    }
    if !loops[place].loop.hasBatch, limit != .poll {
      guard let waking = [end, loops[place].loop.timers.first].compactMap({ $0 }).min() else {
        return [Delivery(plain: Self.endless)]
      }
      kernel.advance(by: waking - min(waking, kernel.now))
      loops[place].loop.collect(wakeTakesPlace: choice.wakeTakesPlace, in: &kernel)
    }
    while !meanwhile.isEmpty { doNextMeanwhile() }
    var deliveries: [Delivery] = []
    // A loop that ends in a delivery tells no more of its batch.
    while !loops[place].loop.hasEnded, let event = loops[place].loop.next(in: &kernel) {
      if let delivery = deliver(event, of: loop) { deliveries.append(delivery) }
    }
    return deliveries
  }

  private mutating func collectBatch(_ place: Int) {
    if !choice.isLinux { choice.prepare(&loops[place], in: &kernel) }
    loops[place].loop.collect(wakeTakesPlace: choice.wakeTakesPlace, in: &kernel)
  }

  private mutating func doNextMeanwhile() {
    carryOut(meanwhile.removeFirst(), isMeanwhile: true)
  }

  /// Names an event and does what was to be done on its delivery; nil if the choice is not to tell it.
  private mutating func deliver(_ event: ModelLoop.Event, of loop: ScenarioLoop) -> Delivery? {
    let place = loop.rawValue
    let delivery: Delivery
    let subject: String
    switch event {
    case .ready(let token, let readiness, let isAddedAnew):
      subject = loops[place].label(of: token)
      let told =
        choice.isLinux
        ? readiness
        : choice.readiness(
          readiness, of: token, labelled: subject, isAddedAnew: isAddedAnew, in: loops[place].loop, kernel)
      guard !told.isEmpty else { return nil }
      loops[place].lastTold.insert(token)
      delivery = Delivery(object: subject, readiness: told)
    case .timer(let timer):
      subject = loops[place].timerNames[timer] ?? "(stranger)"
      delivery = Delivery(plain: "timer \(subject)")
    case .wake:
      subject = "wake"
      delivery = Delivery(plain: "wake")
    }
    for index in loops[place].onDelivery.removeValue(forKey: subject) ?? [] {
      carryOut(index)
    }
    return delivery
  }

  /// Collects batches without blocking and joins what they say of each level-triggered object, as the suite
  /// does with a backend's.
  private mutating func collectTogether(_ count: Int, from loop: ScenarioLoop) -> Outcome {
    var together: [Delivery] = []
    for _ in 0..<count {
      let earlier = together.count
      for delivery in collect(.poll, from: loop) {
        let known = together.prefix(earlier).firstIndex { $0.object != nil && $0.object == delivery.object }
        if let known, let object = delivery.object, loops[loop.rawValue].levels.contains(object) {
          together[known].readiness.formUnion(delivery.readiness)
        } else {
          together.append(delivery)
        }
      }
      // Those that were told need not come first once more.
      choice.batchesBeforeTimers -= 1
      for told in loops[loop.rawValue].lastTold {
        if let place = choice.tokens.firstIndex(of: told) { choice.tokens.remove(at: place) }
      }
    }
    return Outcome(together.map(\.text))
  }
}
