internal import EpollModel

/// What generated programs have come to: states of the model, and its rules.
struct ExplorationCoverage: Hashable, Sendable, Codable {
  var states = StateSketch()
  var rules = ModelCoverage()

  mutating func formUnion(_ other: ExplorationCoverage) {
    states.formUnion(other.states)
    rules.formUnion(other.rules)
  }
}
