/// A point in time on the system's monotonic clock, in nanoseconds.
///
/// The clock is `CLOCK_MONOTONIC`: it does not jump when the wall clock is set and stands still in
/// suspension.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The nanoseconds since the clock's beginning.
  public var nanoseconds: UInt64

  /// Makes an instant from nanoseconds since the clock's beginning.
  @inlinable
  public init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// The clock's beginning, which is always in the past.
  public static let beginning = Instant(nanoseconds: 0)

  /// The end of time, some 584 years after the clock's beginning: a deadline there never comes.
  public static let endOfTime = Instant(nanoseconds: .max)

  /// Whether the first instant lies before the second.
  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The instant a time span later, or earlier for a negative one; it stops at either end of time.
  @inlinable
  public static func + (instant: Instant, span: Duration) -> Instant {
    let isNegative = span < .zero
    let (seconds, attoseconds) = span.components
    let (whole, overflow) = seconds.magnitude.multipliedReportingOverflow(by: 1_000_000_000)
    let (offset, offsetOverflow) = whole.addingReportingOverflow(attoseconds.magnitude / 1_000_000_000)
    let (sum, sumOverflow) =
      isNegative
      ? instant.nanoseconds.subtractingReportingOverflow(offset)
      : instant.nanoseconds.addingReportingOverflow(offset)
    if overflow || offsetOverflow || sumOverflow { return isNegative ? .beginning : .endOfTime }
    return Instant(nanoseconds: sum)
  }

  /// The time span from the second instant to the first, negative if the first is the earlier one.
  @inlinable
  public static func - (left: Instant, right: Instant) -> Duration {
    let later = max(left, right).nanoseconds
    let earlier = min(left, right).nanoseconds
    let distance = later - earlier
    let magnitude: Duration =
      .seconds(Int64(distance / 1_000_000_000)) + .nanoseconds(Int64(distance % 1_000_000_000))
    return left < right ? .zero - magnitude : magnitude
  }
}
