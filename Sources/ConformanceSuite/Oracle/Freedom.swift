/// What the contract or the kernel leaves open, by which a backend may differ from what Linux does.
public enum Freedom: String, Hashable, Sendable, CaseIterable {
  /// The readiness events of a batch may come in any order.
  case order

  /// With more ready than a batch holds, any of them may come first, if all come in their turn.
  case share

  /// A wake may take one of the batch's places.
  case wakePlace

  /// When TCP wakes its watchers, and when a full buffer has room again, hangs on sizes and on time.
  case timing

  /// A wake that one loop's exclusive registration has used up may be told by others as well.
  case exclusive

  /// Steps take time, which the model's clock does not count: a timer may be due already.
  case clock

  /// What a duplicate keeps alive of a registration whose descriptor was closed may be told or not, and not
  /// be told from what has the number now.
  case closedEarly

  /// A loop that is rid of a closed descriptor's watch by a new instance may repeat an edge once.
  case repeatedEdge

  /// What it is, in one sentence.
  public var reason: String {
    switch self {
    case .order: "The contract leaves free in which order a batch tells of readiness."
    case .share: "More is ready than the batch holds, and the contract leaves free what comes first."
    case .wakePlace:
      "A wake may take one of the batch's places, or of a later one's "
        + "if the loop's own descriptor shows wakes."
    case .timing: "It hangs on sizes and times of TCP's that Linux does not promise."
    case .exclusive:
      "By epoll_ctl(2) at least one of several exclusive registrations is told, and maybe more."
    case .clock: "The steps took time, which the model's clock does not count, so that a timer was due."
    case .closedEarly:
      "Closing a registered descriptor is a mistake: what a duplicate keeps alive may be told or not, and as "
        + "what has its number now."
    case .repeatedEdge: "A set of watches that was made anew may tell an edge once more."
    }
  }
}
