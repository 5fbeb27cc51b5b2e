internal import EventLoopAPI

/// One place in the table of registrations.
struct Slot {
  /// Where a registration lives.
  enum Place: UInt8 {
    /// Nowhere: the slot has no owner.
    case free

    /// In libuv, as a uv_poll_t.
    case libuv

    /// In the inner epoll set.
    case inner

    /// Nowhere any more, as its descriptor was closed; it only waits to be deregistered.
    case ended
  }

  /// Counts the owners of the slot, so that a stale token is recognised.
  var generation: UInt32 = 1

  var descriptor: CInt = -1
  var interest: Interest = []
  var trigger: Trigger = .level
  var place = Place.free
  var kind = DescriptorKind.other

  /// The uv_poll_t; nil unless the place is libuv.
  var handle: PollHandle?

  /// Whether libuv is yet to tell the kernel of it, at the next turn.
  var isPending = false

  /// Whether libuv has stopped the handle for an error, and whether its number was no longer the file's then.
  var isStopped = false
  var isLost = false

  /// Whether it is one-shot and has had its report.
  var isDisarmed = false

  /// The turn in which libuv last reported it, and what it said; negative for an error.
  var reportTurn: UInt64 = 0
  var report: CInt = 0

  /// The pass over the inner set in which it was last collected.
  var sweep: UInt64 = 0

  /// What the batch in hand holds for it and was not read yet.
  var collected: Readiness = []

  /// Its neighbours in the queue of reported slots, or in the list of free ones.
  var next = Slot.none
  var previous = Slot.none
  var isQueued = false

  static let none = UInt32.max

  /// Whether the batch in hand holds an event of it that was not read yet.
  var isCollected: Bool { !collected.isEmpty }

  /// Makes the slot free for its next owner.
  mutating func reset() {
    let generation = self.generation
    self = Slot()
    // Never 0, so that no token has the raw value of slot 0, which is the loop's own.
    self.generation = generation == .max ? 1 : generation + 1
  }
}
