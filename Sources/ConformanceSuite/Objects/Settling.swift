internal import CObjects
internal import Glibc

/// Waits until an effect is seen where it must show, so that a scenario's next step finds it done.
enum Settling {
  /// How long an effect may take before the step counts as failed.
  private static let limit: UInt64 = 5_000_000_000

  /// What a step leads to whose effect did not come.
  static var failure: String { "did not settle" }

  /// Looks again and again, letting others run, until a condition holds.
  static func until(_ condition: () -> Bool) throws(ObjectTable.Failure) {
    let start = nanoseconds()
    while !condition() {
      guard nanoseconds() - start < limit else { throw .other(failure) }
      sched_yield()
    }
  }

  /// Waits for one of these poll(2) events.
  static func until(_ descriptor: CInt, shows events: CInt) throws(ObjectTable.Failure) {
    // Again after a signal, which poll(2) does not survive.
    let step: CInt = 100
    try until { cobjects_poll(descriptor, CShort(truncatingIfNeeded: events), step) > 0 }
  }

  private static func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }
}
