/// One thing that a loop has found.
public enum Event: Hashable, Sendable, BitwiseCopyable {
  /// A registered descriptor is ready, with the conditions that hold.
  case ready(Token, Readiness)

  /// A timer is due; its token is spent.
  case timer(TimerToken)

  /// The loop's waker was used since the last wake event.
  case wake
}
