/// An entry of an interest list (`struct epitem`).
struct Item: ArenaElement, TreeNode, Sendable {
  var links = TreeLinks()
  var instance = nowhere
  var file = nowhere
  var descriptor: CInt = -1
  var events: EventMask = []
  var data: UInt64 = 0

  /// The neighbours in the ready list.
  var previousReady = nowhere
  var nextReady = nowhere
  var isListed = false

  /// A wake may have come that the model cannot be sure of.
  var isPossible = false

  /// A wake came to its queue that an exclusive entry before it had used up.
  var isSpared = false

  /// What the last wake, or the poll at registration, said.
  var said: EventMask = []

  /// The neighbours among the items of its file.
  var previousOfFile = nowhere
  var nextOfFile = nowhere

  /// Its entries in the file's wait queues.
  var firstEntry = nowhere
  var nextFree = nowhere

  static let blank = Item()

  /// Whether it asks for any condition: a one-shot item that was delivered does not.
  var isArmed: Bool { !events.subtracting(.privateBits).isEmpty }
}

/// An epoll instance (`struct eventpoll`).
struct Eventpoll: ArenaElement, Sendable {
  var tree = RedBlackTree()
  var firstReady = nowhere
  var lastReady = nowhere
  var readyCount: Int32 = 0
  /// Threads in epoll_wait(2) (`wq`).
  var waitQueue = nowhere
  /// Those who poll the instance (`poll_wait`).
  var pollQueue = nowhere
  /// Its own open file.
  var file = nowhere
  /// The walk that visited it last, and what that found.
  var walk: UInt32 = 0
  var walkDepth: Int32 = 0
  var nextFree = nowhere

  static let blank = Eventpoll()
}
