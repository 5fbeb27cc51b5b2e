/// What a kernel counts, so that its costs are read off and not believed.
public struct ModelStatistics: Hashable, Sendable {
  /// Calls of `control`.
  public internal(set) var controls = 0

  /// Comparisons of keys in the trees, in all calls of `control` together.
  public internal(set) var comparisons = 0

  /// Comparisons in the last call of `control`.
  public internal(set) var lastComparisons = 0

  /// Rotations of the trees.
  public internal(set) var rotations = 0

  /// Waits that looked at a ready list.
  public internal(set) var waits = 0

  /// Items that the waits took from the ready lists.
  public internal(set) var itemsTouched = 0

  /// Items that the last wait took from the ready list.
  public internal(set) var lastItemsTouched = 0

  /// Calls of items' callbacks.
  public internal(set) var callbacks = 0

  /// Makes counts of nothing.
  public init() {}
}
