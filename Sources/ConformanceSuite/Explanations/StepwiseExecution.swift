internal import EpollModel
internal import EventLoopAPI

/// A run of a scenario on the model that stops before and after every step, also after those that are done
/// within a wait.
///
/// It does what `ModelExecution` does where Linux's own way is taken, and lets it do every step but the waits.
struct StepwiseExecution {
  /// What one step did, with the model before and after it.
  struct Doing {
    var step: Int
    var outcome: Outcome
    var before: Snapshot
    var after: Snapshot

    /// What happened inside the model, without what steps within did.
    var entries: [JournalEntry] = []

    /// How many of these happened before another thread did something; nil if none did.
    var entriesBeforeSleep: Int?

    /// The steps that another thread did during a wait.
    var meanwhile: [Int] = []
  }

  private let steps: [Step]
  private let objectNames: [String]

  /// The names of objects and timers.
  let names: Set<String>

  private var execution: ModelExecution
  private var latest: Snapshot
  private var onDelivery: [String: [Int]] = [:]
  private var meanwhile: [Int] = []
  private var timerNames: [String] = []
  private var levels: Set<String> = []

  /// The steps that were done since this was emptied, each behind those that were done in it.
  var done: [Doing] = []

  /// The most readiness events in a batch.
  var capacity: Int { execution.loop.capacity }

  init(_ scenario: Scenario) {
    steps = scenario.steps
    objectNames = scenario.steps.flatMap(\.action.openedNames)
    names = Set(objectNames + scenario.steps.flatMap(\.action.scheduledNames))
    var unchained = scenario
    // Their moments are kept here.
    for index in unchained.steps.indices { unchained.steps[index].moment = .inTurn }
    execution = ModelExecution(unchained, keepsJournal: true)
    latest = Snapshot(execution, objectNames, after: nil)
  }

  /// Does a step, or notes it for its moment.
  mutating func begin(_ index: Int) {
    switch steps[index].moment {
    case .inTurn: carryOut(index)
    case .onDelivery(let subject): onDelivery[subject, default: []].append(index)
    case .meanwhile: meanwhile.append(index)
    }
  }

  private mutating func carryOut(_ index: Int) {
    let before = look()
    var doing = Doing(step: index, outcome: .done, before: before, after: before)
    switch steps[index].action {
    case .wait(let limit): doing.outcome = Outcome(collect(limit, &doing).map(\.text))
    case .collect(let count): doing.outcome = collectTogether(count, &doing)
    default:
      execution.begin(index)
      doing.outcome = execution.outcomes[index] ?? .done
      note(steps[index].action, doing.outcome)
    }
    take(into: &doing)
    latest.forget(doing.outcome, of: steps[index].action)
    doing.after = look()
    done.append(doing)
  }

  /// The model now.
  private mutating func look() -> Snapshot {
    latest = Snapshot(execution, objectNames, after: latest)
    return latest
  }

  /// Moves what the journal holds to the step that it belongs to.
  private mutating func take(into doing: inout Doing) {
    doing.entries += execution.loop.kernel.journal ?? []
    execution.loop.kernel.journal = []
  }

  private mutating func note(_ action: Action, _ outcome: Outcome) {
    guard outcome == .done else { return }
    latest.note(action)
    switch action {
    case .schedule(let names, _): timerNames += names
    case .register(let name, _, let trigger), .modify(let name, _, let trigger):
      if trigger.isDisjoint(with: [.edge, .oneShot]) { levels.insert(name) } else { levels.remove(name) }
    default: break
    }
  }
}

extension StepwiseExecution {
  private typealias Delivery = ModelExecution.Delivery

  /// Collects one batch, does what is to be done meanwhile and on delivery, and returns the events.
  private mutating func collect(_ limit: WaitLimit, _ doing: inout Doing) -> [Delivery] {
    guard !execution.hasEnded else { return [Delivery(plain: "the loop has ended")] }
    let end: UInt64? =
      switch limit {
      case .poll: execution.loop.kernel.now
      case .forever: nil
      case .microseconds(let span): execution.loop.kernel.now + UInt64(clamping: span) * 1000
      }
    execution.loop.collect()
    while !execution.loop.hasBatch, !meanwhile.isEmpty {
      doNextMeanwhile(in: &doing)
      execution.loop.collect()
    }
    if !execution.loop.hasBatch, limit != .poll {
      guard let waking = [end, execution.loop.timers.first].compactMap({ $0 }).min() else {
        return [Delivery(plain: "a wait without end")]
      }
      execution.loop.kernel.advance(by: waking - min(waking, execution.loop.kernel.now))
      execution.loop.collect()
    }
    while !meanwhile.isEmpty { doNextMeanwhile(in: &doing) }
    var deliveries: [Delivery] = []
    while let event = execution.loop.next() { deliveries.append(deliver(event, &doing)) }
    return deliveries
  }

  private mutating func doNextMeanwhile(in doing: inout Doing) {
    take(into: &doing)
    doing.entriesBeforeSleep = doing.entriesBeforeSleep ?? doing.entries.count
    let index = meanwhile.removeFirst()
    doing.meanwhile.append(index)
    carryOut(index)
  }

  private mutating func deliver(_ event: ModelLoop.Event, _ doing: inout Doing) -> Delivery {
    let delivery: Delivery
    let subject: String
    switch event {
    case .ready(let token, let readiness, _):
      subject = execution.label(of: token)
      delivery = Delivery(object: subject, readiness: readiness)
    case .timer(let timer):
      subject = timer < timerNames.count ? timerNames[timer] : "(stranger)"
      delivery = Delivery(plain: "timer \(subject)")
    case .wake:
      subject = "wake"
      delivery = Delivery(plain: "wake")
    }
    for index in onDelivery.removeValue(forKey: subject) ?? [] {
      take(into: &doing)
      carryOut(index)
    }
    return delivery
  }

  /// Collects batches without blocking and joins what they say of each level-triggered object.
  private mutating func collectTogether(_ count: Int, _ doing: inout Doing) -> Outcome {
    var together: [Delivery] = []
    for _ in 0..<count {
      let earlier = together.count
      for delivery in collect(.poll, &doing) {
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

extension Action {
  /// The objects that the step makes.
  fileprivate var openedNames: [String] {
    switch self {
    case .open(let names, _, _): names
    case .connect(let client, _): [client]
    case .accept(let name, _): [name]
    default: []
    }
  }

  fileprivate var scheduledNames: [String] {
    if case .schedule(let names, _) = self { names } else { [] }
  }
}
