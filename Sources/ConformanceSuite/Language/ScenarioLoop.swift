/// One of the loops of a scenario, which are of one backend and in one process.
public enum ScenarioLoop: Int, Hashable, Sendable, CaseIterable {
  /// The one that steps mean unless they say otherwise.
  case first

  /// The other one, which is made only if some step means it.
  case second

  /// The word of the language that stands before what is for the loop; nil for the first, which needs none.
  var word: String? { self == .second ? "second" : nil }
}

extension Scenario {
  /// Whether some step needs a second loop.
  public var hasSecondLoop: Bool {
    // By index, as a step is copied otherwise, which would cost a short scenario more than the model does.
    steps.indices.contains { steps[$0].loop == .second || steps[$0].moment.deliveringLoop == .second }
  }
}
