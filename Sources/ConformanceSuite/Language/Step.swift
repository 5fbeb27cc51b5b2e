/// One step of a scenario.
public struct Step: Hashable, Sendable {
  /// When a step is done.
  public enum Moment: Hashable, Sendable {
    /// In its turn.
    case inTurn

    /// When a loop delivers the next event of this subject.
    case onDelivery(String, by: ScenarioLoop)

    /// By another thread, while the next wait sleeps.
    case meanwhile

    /// The loop whose delivery it is.
    var deliveringLoop: ScenarioLoop? {
      if case .onDelivery(_, let loop) = self { loop } else { nil }
    }
  }

  /// The line in the scenario's file, from 1.
  public var line: Int

  /// The step as written, with single spaces and without its expectation.
  public var text: String

  /// When it is done.
  public var moment: Moment

  /// Whether it may be left undone, because the event that it is for need not come.
  public var mayStayUndone = false

  /// The loop that it is done on, if it is one for a loop.
  public var loop = ScenarioLoop.first

  /// What is done.
  public var action: Action

  /// What may be seen, the outcome that Linux gives first; empty if the model is to say it.
  public var expected: [Outcome]
}

extension Step {
  /// What may be seen, the outcome that Linux gives first: as written, or else what the model predicts, or
  /// that a step which does something is done.
  func expectations(predicted: Outcome?) -> [Outcome] {
    guard expected.isEmpty else { return expected }
    return [action.isQuestion ? predicted : .done].compactMap(\.self)
  }
}
