/// Those who wait for something (`wait_queue_head_t`).
struct WaitQueue: ArenaElement, Sendable {
  var first = nowhere
  var last = nowhere
  /// Whose it is.
  var kind = ModelFileKind.null
  var role = QueueName.Role.all
  var object = nowhere
  var nextFree = nowhere

  static let blank = WaitQueue()

  var isEmpty: Bool { first == nowhere }
}

/// One who waits: an epoll item or a thread (`wait_queue_entry_t`).
struct WaitEntry: ArenaElement, Sendable {
  var queue = nowhere
  var previous = nowhere
  var next = nowhere
  /// The item or the waiter.
  var target = nowhere
  var isWaiter = false
  var isExclusive = false
  /// The same item's entry in another queue.
  var nextOfItem = nowhere
  var nextFree = nowhere

  static let blank = WaitEntry()
}
