/// A generated program and what the model says that it leads to.
struct Program {
  var scenario: Scenario
  var predicted: [Outcome?]

  /// The program as a scenario's text.
  var source: String { scenario.text() }
}
