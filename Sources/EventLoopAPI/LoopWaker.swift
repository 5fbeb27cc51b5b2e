/// A handle that makes a loop's wait return, usable from anywhere.
public protocol LoopWaker: Sendable {
  /// Ends the loop's current wait, or its next one, with a wake event.
  ///
  /// Wakes coalesce: several before one wait give one event. It is legal from any thread and from a signal
  /// handler, and does nothing once the loop is gone. It allocates nothing and keeps `errno` as it was.
  func wake()
}
