/// Samples of several contestants, taken in interleaved rounds: A B C, B C A, C A B, and so on.
///
/// What disturbs the machine for a while so disturbs all of them, and none is always the first.
public struct Rounds<Sample> {
  /// By contestant: its samples, one for each round.
  private var samples: [[Sample]]

  /// Takes the samples: first a round whose samples are dropped, then as many as are asked for.
  public init(
    _ count: Int, of contestants: Int, sample: (_ contestant: Int, _ round: Int) throws -> Sample
  ) rethrows {
    samples = Array(repeating: [], count: contestants)
    for round in 0...count {
      for contestant in rotation(of: contestants, in: round) {
        let value = try sample(contestant, round)
        if round > 0 { samples[contestant].append(value) }
      }
    }
  }

  /// One contestant's samples, one for each round.
  public func samples(of contestant: Int) -> [Sample] {
    samples[contestant]
  }

  /// The spread of one contestant's values.
  public func spread(of contestant: Int, _ value: (Sample) -> Double) -> Spread? {
    Spread(samples[contestant].map(value))
  }

  /// The spread of one contestant's ratios to another, each of two values of the same round.
  public func ratio(of contestant: Int, to other: Int, _ value: (Sample) -> Double) -> Spread? {
    Spread(zip(samples[contestant], samples[other]).map { value($0) / value($1) })
  }
}

/// The order of the contestants in a round: each round begins with the next of them.
func rotation(of contestants: Int, in round: Int) -> [Int] {
  (0..<contestants).map { ($0 + round) % contestants }
}
