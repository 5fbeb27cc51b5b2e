/// How long a wait may block when there is nothing to report.
public enum Wait: Hashable, Sendable {
  /// Not at all: take what is there.
  case poll

  /// Until an instant, which may lie in the past.
  case until(Instant)

  /// Without limit.
  case forever
}
