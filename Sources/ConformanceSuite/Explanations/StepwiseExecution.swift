internal import EpollModel
internal import EventLoopAPI

/// A run of a scenario on the model of which every step is recorded, also those that are done within a wait.
struct StepwiseExecution {
  private var execution: ModelExecution
  private let recorder: StepRecorder

  /// The names of objects and timers.
  let names: Set<String>

  /// The most readiness events in a batch.
  var capacity: Int { execution.loops[0].loop.capacity }

  init(_ scenario: Scenario) {
    let objectNames = scenario.steps.flatMap(\.action.openedNames)
    names = Set(objectNames + scenario.steps.flatMap(\.action.scheduledNames))
    execution = ModelExecution(scenario, keepsJournal: true)
    recorder = StepRecorder(execution, objectNames)
    execution.watcher = recorder
  }

  /// Does a step, or notes it for its moment.
  mutating func begin(_ index: Int) {
    execution.begin(index)
  }

  /// The steps that were done since this was last asked, each behind those that were done in it.
  func takeDone() -> [StepRecorder.Doing] {
    defer { recorder.done = [] }
    return recorder.done
  }
}

extension Action {
  /// The objects that the step makes.
  fileprivate var openedNames: [String] {
    switch self {
    case .open(let names, _, _): names
    case .connect(let client, _): [client]
    case .accept(let name, _), .receive(let name, _): [name]
    default: []
    }
  }

  fileprivate var scheduledNames: [String] {
    if case .schedule(let names, _) = self { names } else { [] }
  }
}
