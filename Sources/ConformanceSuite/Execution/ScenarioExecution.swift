internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// One run of a scenario on one backend: its loops, its objects, and what each step led to.
struct ScenarioExecution<Loop: EventLoop & ~Copyable>: ~Copyable {
  /// The loops, by the raw values of ``ScenarioLoop``.
  var loops: InlineArray<2, LoopUnderTest<Loop>>
  let capacity: Int
  let start: Instant

  var objects = ObjectTable()

  let steps: [Step]
  /// What each step led to; nil for one that was never done.
  var outcomes: [Outcome?]
  /// The steps to do while the next wait sleeps.
  var meanwhile: [Int] = []

  private init(_ scenario: Scenario, _ configuration: Loop.Configuration) throws(LoopError) {
    var configuration = configuration
    if let capacity = scenario.batchCapacity {
      configuration.batchCapacity = capacity
    }
    let count = scenario.hasSecondLoop ? 2 : 1
    loops = try InlineArray { (place) throws(LoopError) in
      place < count ? try LoopUnderTest(configuration) : LoopUnderTest()
    }
    start = loops[0].loop?.now ?? .beginning
    capacity = configuration.batchCapacity
    steps = scenario.steps
    outcomes = Array(repeating: nil, count: steps.count)
  }

  /// Runs a scenario from beginning to end, and returns what its steps led to and whether memory leaks.
  ///
  /// - Parameter watchesMemory: whether that is looked for, which takes longer than most scenarios.
  /// - Throws: `LoopError` of operation `create` if a loop cannot be made.
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
    case .inTurn: outcomes[index] = perform(steps[index])
    case .onDelivery(let subject, let loop):
      loops[loop.rawValue].onDelivery[subject, default: []].append(index)
    case .meanwhile: meanwhile.append(index)
    }
  }

  /// Does what a step says, and returns what it led to.
  mutating func perform(_ step: Step) -> Outcome {
    switch step.action {
    case .open(let names, let kind, let options):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.open(names, kind, options) }
    case .connect(let client, let listener):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.connect(client, to: listener) }
    case .accept(let name, let listener):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.accept(name, from: listener) }
    case .send(let name, let socket):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.pass(name, over: socket) }
    case .receive(let name, let socket):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.takePassed(name, from: socket) }
    case .nest(let epoll, let target, let events):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.nest(target, in: epoll, events) }
    case .unnest(let epoll, let target):
      return attempt { (objects) throws(ObjectTable.Failure) in try objects.unnest(target, from: epoll) }
    case .object(let name, let operation):
      return objects.perform(operation, on: name)
    case .wait(let limit):
      return Outcome(collect(limit, from: step.loop).map(\.text))
    case .collect(let count):
      return collectTogether(count, from: step.loop)
    case .signals(let microseconds):
      return interrupt(everyMicroseconds: microseconds)
    case .register, .modify, .deregister, .schedule, .cancel, .wake, .embed, .end:
      return loops[step.loop.rawValue].perform(step.action, with: objects, since: start)
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
