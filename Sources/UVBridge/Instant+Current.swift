internal import CUV
internal import EventLoopAPI

extension Instant {
  /// The current time of libuv's clock, which is `CLOCK_MONOTONIC` in nanoseconds.
  static var current: Instant { Instant(nanoseconds: uv_hrtime()) }

  /// The first whole millisecond that is not before this instant, in which libuv counts its timers.
  var millisecondsRoundedUp: UInt64 {
    nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 == 0 ? 0 : 1)
  }
}
