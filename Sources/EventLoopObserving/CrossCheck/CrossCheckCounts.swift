/// What a ``CrossCheckLoop`` has compared, and how disagreements ended that were none.
public struct CrossCheckCounts: Hashable, Sendable, Encodable {
  /// The waits after which the shadow was looked at.
  public var comparedWaits: UInt64 = 0

  /// The readiness events of the primary that were compared with what the shadow told.
  public var comparedEvents: UInt64 = 0

  /// The registrations that the shadow was given.
  public var watchedRegistrations: UInt64 = 0

  /// The registrations that it was not given, or that it could not take for want of resources or features.
  public var unwatchedRegistrations: UInt64 = 0

  /// Disagreements that were gone when poll(2) was asked: somebody else had read, written or closed.
  public var settledAsGone: UInt64 = 0

  /// Disagreements that the shadow's next look settled: the readiness came between the two looks.
  public var settledAsLate: UInt64 = 0

  /// Events that only the shadow told, of which the primary told in a later wait, or that were gone by then.
  public var settledAsAhead: UInt64 = 0

  /// Edges that the shadow told one wait before the primary, as they came between the two looks of that wait.
  public var settledAsToldBefore: UInt64 = 0

  /// Registrations that are compared no more because their descriptor was closed before they were ended.
  public var closedEarly: UInt64 = 0

  /// All divergences, those that are not kept any more among them.
  public var divergences: UInt64 = 0

  /// The divergences that were dropped from the ring to make room for newer ones.
  public var droppedDivergences: UInt64 = 0

  /// Makes counts of zero.
  public init() {}
}
