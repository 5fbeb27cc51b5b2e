public import EventLoopAPI

/// A handle that makes the wait of one libuv loop return, usable from anywhere and after the loop's life.
public struct UVWaker: LoopWaker {
  let gate: WakeGate

  /// Ends the loop's current wait, or its next one, with a wake event.
  ///
  /// It is legal from any thread and from a signal handler, allocates nothing, keeps `errno`, and does
  /// nothing once the loop is gone.
  ///
  /// Source: uv_async_send.
  public func wake() {
    gate.send()
  }
}
