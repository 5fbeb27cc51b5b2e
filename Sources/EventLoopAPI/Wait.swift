/// How long a wait may block when there is nothing to report.
///
/// For a span, add it to the loop's time: `.until(loop.now + .seconds(1))`.
public enum Wait: Hashable, Sendable, BitwiseCopyable {
  /// Not at all: take what is there.
  case poll

  /// Until an instant, which may lie in the past.
  case until(Instant)

  /// Without limit.
  case forever
}

extension Wait {
  /// The instant at which the wait must end with nothing to report, given the first timer's deadline; nil for
  /// never.
  ///
  /// It is for those who write backends.
  public func end(with firstTimer: Instant?) -> Instant? {
    switch self {
    case .poll: .beginning
    case .until(let instant): min(firstTimer ?? instant, instant)
    case .forever: firstTimer
    }
  }

  /// Whether the limit lies in the past; for those who write backends.
  public func hasPassed(at now: @autoclosure () -> Instant) -> Bool {
    switch self {
    case .poll: true
    case .until(let instant): instant <= now()
    case .forever: false
    }
  }
}
