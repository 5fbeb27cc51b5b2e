internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A timer of a scenario.
struct NamedTimer {
  var name: String
  var deadline: Instant
  /// Whether it has fired or was cancelled, and so must not fire any more.
  var isSpent = false
}

/// One run of a scenario on one loop: the objects, the registrations by name, and what each step led to.
struct ScenarioExecution<Loop: EventLoop & ~Copyable>: ~Copyable {
  /// The loop, until the scenario ends it.
  var loop: Loop?
  let waker: Loop.Waker
  let capacity: Int
  let start: Instant

  var objects = ObjectTable()
  var registrations = NamedRegistrations()
  var timers: [String: TimerToken] = [:]
  var timerNames: [TimerToken: NamedTimer] = [:]

  let steps: [Step]
  /// What each step led to; nil for one that was never done.
  var outcomes: [Outcome?]
  /// The steps to do on delivery, by subject.
  var onDelivery: [String: [Int]] = [:]
  /// The steps to do while the next wait sleeps.
  var meanwhile: [Int] = []

  private init(_ scenario: Scenario, _ configuration: Loop.Configuration) throws(LoopError) {
    var configuration = configuration
    if let capacity = scenario.batchCapacity {
      configuration.batchCapacity = capacity
    }
    let made = try Loop(configuration)
    waker = made.waker
    start = made.now
    loop = consume made
    capacity = configuration.batchCapacity
    steps = scenario.steps
    outcomes = Array(repeating: nil, count: steps.count)
  }

  /// Runs a scenario from beginning to end, and returns what its steps led to and whether memory leaks.
  ///
  /// - Parameter watchesMemory: whether that is looked for, which takes longer than most scenarios.
  /// - Throws: `LoopError` of operation `create` if no loop can be made.
  static func run(
    _ scenario: Scenario, _ configuration: Loop.Configuration, watchesMemory: Bool
  ) throws(LoopError) -> RunResult {
    var execution = try ScenarioExecution(scenario, configuration)
    for index in execution.steps.indices {
      execution.begin(index)
    }
    cobjects_interrupt_every(0)
    cobjects_discard(SIGUSR2)
    let leaks = watchesMemory && execution.growsWithTurns() ? ["memory"] : []
    return RunResult(.finished, outcomes: execution.outcomes, leaks: leaks)
  }

  /// Does a step, or notes it for its moment.
  private mutating func begin(_ index: Int) {
    switch steps[index].moment {
    case .inTurn: outcomes[index] = perform(steps[index].action)
    case .onDelivery(let subject): onDelivery[subject, default: []].append(index)
    case .meanwhile: meanwhile.append(index)
    }
  }

  /// Does what a step says, and returns what it led to.
  mutating func perform(_ action: Action) -> Outcome {
    switch action {
    case .open(let names, let kind, let options):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.open(names, kind, options) }
    case .connect(let client, let listener):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.connect(client, to: listener) }
    case .accept(let name, let listener):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.accept(name, from: listener) }
    case .nest(let epoll, let target, let events):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.nest(target, in: epoll, events) }
    case .unnest(let epoll, let target):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.unnest(target, from: epoll) }
    case .object(let name, let operation):
      return objects.perform(operation, on: name)
    case .wait(let limit):
      return Outcome(collect(limit).map(\.text))
    case .collect(let count):
      return collectTogether(count)
    case .signals(let microseconds):
      return interrupt(everyMicroseconds: microseconds)
    case .register, .modify, .deregister, .schedule, .cancel, .wake, .embed, .end:
      return performOnLoop(action)
    }
  }

  private mutating func attempt(
    _ body: (inout ObjectTable) throws(ObjectTable.Failure) -> Void
  ) -> Outcome {
    do {
      try body(&objects)
      return .done
    } catch {
      return error.outcome
    }
  }

  private func interrupt(everyMicroseconds microseconds: Int?) -> Outcome {
    cobjects_handle(SIGALRM) { _ in }
    let result = cobjects_interrupt_every(Int64(microseconds ?? 0))
    return result < 0 ? .word(ErrorName.of(-result)) : .done
  }
}
