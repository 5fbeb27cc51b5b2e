extension ExplorationReport {
  /// Adds the report of another part of the same campaign.
  ///
  /// - Throws: ``MergeRefusal``, and nothing is added.
  public mutating func merge(_ other: ExplorationReport) throws(MergeRefusal) {
    guard backend.name == other.backend.name, backend.version == other.backend.version, seed == other.seed,
      length == other.length, alphabet == other.alphabet, size == other.size,
      shards.count == other.shards.count
    else { throw .otherCampaign }
    // Each part has looked at all programs, and found the same states.
    guard seed != nil else { throw .exhaustive }
    if let twice = other.shards.numbers.first(where: shards.numbers.contains) {
      throw .repeated(shard: twice)
    }
    shards.numbers = (shards.numbers + other.shards.numbers).sorted()
    programs += other.programs
    seconds += other.seconds
    uninspected += other.uninspected
    sketch.formUnion(other.sketch)
    states = sketch.count
    rules.formUnion(other.rules)
    for group in other.groups {
      if let place = groups.firstIndex(where: { $0.isSame(as: group) }) {
        groups[place].programs += group.programs
        groups[place].first = min(groups[place].first, group.first)
      } else {
        groups.append(group)
      }
    }
    groups.sort()
  }
}

extension ExplorationReport {
  /// Why two reports cannot be merged.
  public enum MergeRefusal: Error, Hashable, Sendable {
    /// They differ in backend, version, seed, alphabet, length, or in the number of programs or of parts.
    case otherCampaign

    /// Programs were enumerated, and each part has looked at all of them.
    case exhaustive

    /// Both are about this part of the campaign, counted from 1.
    case repeated(shard: Int)
  }
}

extension ExplorationReport.Group: Comparable {
  /// Those seen more often come first.
  public static func < (left: Self, right: Self) -> Bool {
    (right.programs, left.first) < (left.programs, right.first)
  }

  fileprivate func isSame(as other: Self) -> Bool {
    symptom == other.symptom && Self.steps(of: scenario) == Self.steps(of: other.scenario)
  }

  /// A scenario's file without what tells where it comes from.
  private static func steps(of scenario: String) -> [Substring] {
    scenario.split(separator: "\n").filter { !$0.hasPrefix("#") }
  }
}
