internal import EpollModel

/// What a step cost the model's epoll instances: counted, so that it need not be believed.
public struct StepCost: Codable, Hashable, Sendable {
  /// The comparisons of keys on the way down a tree, when an entry was added, modified or removed.
  public var comparisons = 0

  /// The rotations that kept a tree balanced.
  public var rotations = 0

  /// The entries that a wait looked at: those of the ready list, however many are registered.
  public var touched = 0

  mutating func add(_ late: ModelStatistics, since early: ModelStatistics) {
    comparisons += late.comparisons - early.comparisons
    rotations += late.rotations - early.rotations
    touched += late.itemsTouched - early.itemsTouched
  }

  /// The cost in words, nil if there was none.
  ///
  /// - Parameter count: the entries of the instance that was waited on, if it is known.
  func text(amongEntries count: Int?) -> String? {
    var parts: [String] = []
    if comparisons > 0 { parts.append(Self.plural(comparisons, "comparison")) }
    if rotations > 0 { parts.append(Self.plural(rotations, "rotation")) }
    if touched > 0, let count {
      parts.append("\(touched) of \(Self.plural(count, "entry", "entries")) touched")
    } else if touched > 0 {
      parts.append("\(Self.plural(touched, "entry", "entries")) touched")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
  }
}
