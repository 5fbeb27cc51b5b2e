internal import EpollModel

/// What generated programs have come to: states of the model, and its rules.
struct ExplorationCoverage: Hashable, Sendable {
  var states = StateSketch()
  var rules = ModelCoverage()

  mutating func formUnion(_ other: ExplorationCoverage) {
    states.formUnion(other.states)
    rules.formUnion(other.rules)
  }
}

extension ExplorationCoverage: Codable {
  private enum Keys: String, CodingKey {
    case states, rules
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    states = try container.decode(StateSketch.self, forKey: .states)
    let numbers = try container.decode([UInt8].self, forKey: .rules)
    rules = ModelCoverage(numbers.compactMap(ModelRule.init(rawValue:)))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(states, forKey: .states)
    try container.encode(rules.rules.map(\.rawValue), forKey: .rules)
  }
}
