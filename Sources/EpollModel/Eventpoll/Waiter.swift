/// A thread that waits in epoll_wait(2).
struct Waiter: ArenaElement, Sendable {
  var thread = 0
  var instance = nowhere
  var maximum = 0
  /// Its entry in the instance's queue, unless it was woken.
  var entry = nowhere
  var nextFree = nowhere

  static let blank = Waiter()
}

/// A wait of a thread that came to its end.
public struct FinishedWait: Hashable, Sendable {
  /// The thread.
  public var thread: Int

  /// The events, in the kernel's order; never empty.
  public var events: [ModelEvent]

  /// Makes a wait's end from its parts.
  public init(thread: Int, events: [ModelEvent]) {
    self.thread = thread
    self.events = events
  }
}
