public import Measuring

/// What one operation cost each contestant, and how they compare.
public struct ComparisonTable: Hashable, Codable, Sendable {
  /// The operation, such as `event`.
  public let operation: String

  /// One row for each contestant, in their order.
  public let rows: [Row]

  /// What it cost one contestant.
  public struct Row: Hashable, Codable, Sendable {
    /// Who it is.
    public let implementation: Implementation

    /// The cost in the rounds.
    public let value: Spread

    /// Its ratio to C's, round by round; nil for C itself.
    public let toC: Spread?

    /// Its ratio to its rival's, round by round; nil without a rival.
    public let toRival: Spread?

    /// Who the rival is.
    public let rival: Implementation?
  }

  /// Compares what the contestants needed in the rounds.
  init(operation: String, _ values: [(implementation: Implementation, samples: [Double])]) {
    self.operation = operation
    let samples = Dictionary(uniqueKeysWithValues: values.map { ($0.implementation, $0.samples) })
    func ratio(_ implementation: Implementation, to other: Implementation?) -> Spread? {
      guard let other, other != implementation, let own = samples[implementation],
        let others = samples[other]
      else { return nil }
      return Spread(zip(own, others).map { $0 / $1 })
    }
    let peers =
      values
      .filter { $0.implementation.role == .peer }
      .sorted { (Spread($0.samples)?.median ?? .infinity) < (Spread($1.samples)?.median ?? .infinity) }
      .map(\.implementation)
    rows = values.compactMap { implementation, samples in
      guard let value = Spread(samples) else { return nil }
      let rival = implementation.rival(among: peers)
      return Row(
        implementation: implementation, value: value, toC: ratio(implementation, to: .c),
        toRival: ratio(implementation, to: rival), rival: rival)
    }
  }

  /// The row of a contestant.
  public subscript(implementation: Implementation) -> Row? {
    rows.first { $0.implementation == implementation }
  }
}
