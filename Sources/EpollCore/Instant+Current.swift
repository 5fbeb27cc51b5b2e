internal import CEpoll
internal import EventLoopAPI

extension Instant {
  /// The current time of `CLOCK_MONOTONIC`.
  static var current: Instant { Instant(nanoseconds: cepoll_now()) }
}
