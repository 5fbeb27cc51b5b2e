/// The objects of one state: made step by step, watched, perhaps changed, and closed at the end.
struct StateObjects: ~Copyable {
  private var objects: ObjectTable
  private let name: String
  private let before: ArraySlice<Step>
  private let after: ArraySlice<Step>

  /// Reads the steps.
  ///
  /// - Throws: ``ScenarioError`` for the first that does not parse.
  init(_ state: ObjectState) throws(ScenarioError) {
    (before, after) = try state.parsed()
    name = state.watched
    objects = ObjectTable()
  }

  /// Does the steps before `watch`, and returns the descriptor to be watched.
  ///
  /// - Throws: `StateRefusal` if one is refused.
  mutating func make() throws(StateRefusal) -> CInt {
    for step in before {
      try perform(step)
    }
    guard let object = objects.objects[name] else {
      throw StateRefusal(description: "watch \(name): not opened")
    }
    return object.descriptor
  }

  /// Does the steps after `watch`.
  ///
  /// - Throws: `StateRefusal` if one is refused.
  mutating func change() throws(StateRefusal) {
    for step in after {
      try perform(step)
    }
  }

  private mutating func perform(_ step: Step) throws(StateRefusal) {
    guard step.moment == .inTurn, let outcome = objects.perform(step.action) else {
      throw StateRefusal(description: "\(step.text): not a step on objects")
    }
    guard step.expected.isEmpty || step.expected.contains(outcome) else {
      throw StateRefusal(description: "\(step.text): \(outcome)")
    }
  }
}

extension ObjectTable {
  /// Does a step that concerns objects alone; nil for another.
  fileprivate mutating func perform(_ action: Action) -> Outcome? {
    do throws(Failure) {
      switch action {
      case .open(let names, let kind, let options): try open(names, kind, options)
      case .connect(let client, let listener): try connect(client, to: listener)
      case .accept(let name, let listener): try accept(name, from: listener)
      case .object(let name, let operation): return perform(operation, on: name)
      default: return nil
      }
      return .done
    } catch {
      return error.outcome
    }
  }
}
