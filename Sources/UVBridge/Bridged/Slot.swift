internal import CUV
internal import EventLoopAPI

/// One place in the table of registrations.
struct Slot: BitwiseCopyable {
  /// Where a registration lives.
  enum Place: UInt8, BitwiseCopyable {
    /// Nowhere: the slot has no owner.
    case free

    /// In libuv, as a uv_poll_t.
    case libuv

    /// In the inner epoll set.
    case inner

    /// In an epoll set of its own, which libuv watches as a uv_poll_t.
    case own

    /// Nowhere any more, as its descriptor was closed; it only waits to be deregistered.
    case ended
  }

  /// Counts the owners of the slot, so that a stale token is recognised.
  var generation: UInt32 = 1

  var descriptor: CInt = -1
  var interest: Interest = []
  var trigger: Trigger = .level
  var place = Place.free
  var kind = DescriptorKind.unseen

  /// The uv_poll_t; nil unless the place is libuv or an own set.
  var handle: PollHandle?

  /// The own set, or -1; and what was found in it and is still to be told, whatever the file shows by now.
  var ownSet: CInt = -1
  var owed: Readiness = []

  /// Whether libuv is yet to tell the kernel of it, at the next turn.
  var isPending = false

  /// Whether libuv has stopped the handle for an error, and whether its number was no longer the file's then.
  var isStopped = false
  var isLost = false

  /// Whether it is one-shot and has had its report.
  var isDisarmed = false

  /// The `bitsToldAtOnce` while it lives in libuv.
  var toldAtOnce: CInt = 0

  /// The turn in which libuv last reported it, and what it said; negative for an error.
  var reportTurn: UInt64 = 0
  var report: CInt = 0

  /// The pass over the inner set in which it was last collected.
  var sweep: UInt64 = 0

  /// The place of its event in the batch, if that holds one.
  var batchPlace: UInt32 = 0

  /// Its neighbours in the queue of reported slots, or in the list of free ones.
  var next = Slot.none
  var previous = Slot.none
  var isQueued = false

  static let none = UInt32.max

  /// What is told of it: what was asked for, and hangup and error.
  var told: Readiness { Self.told(for: interest) }

  static func told(for interest: Interest) -> Readiness {
    Readiness(interest).union(.hangup).union(.error)
  }

  /// What libuv watches.
  var libuvDescriptor: CInt { ownSet >= 0 ? ownSet : descriptor }

  /// What libuv is asked for.
  var libuvInterest: Interest {
    if ownSet >= 0 { return .readable }
    // A half-close is always readable too, so it can be asked for beside it without a report too many.
    return kind.isSocket && interest.contains(.readable) ? interest.union(.peerClosed) : interest
  }

  /// The bits of libuv's that stand for one state of the file, so that nothing else has to be asked.
  ///
  /// Data on a connected socket is such, since the half-close that comes with a hangup is asked for beside
  /// readable. Without that, and of a socket that may not be connected, writable may be a hangup. It may be
  /// one as well of a TCP socket whose owner dissolves its connection, by connect(2) to AF_UNSPEC, and takes
  /// its error before the next wait: that hangup is not told beside writable until it is registered or
  /// modified anew.
  var bitsToldAtOnce: CInt {
    let readable = CInt(UV_READABLE.rawValue)
    let writable = CInt(UV_WRITABLE.rawValue)
    return switch kind {
    case .neverHangsUp: readable | writable
    case .connectedSocket: interest.contains(.readable) ? readable | writable : 0
    case .socket: interest.contains(.readable) ? readable : 0
    case .unseen, .untyped, .other, .kernelFile: 0
    }
  }

  /// Makes the slot free for its next owner.
  mutating func reset() {
    let generation = self.generation
    self = Slot()
    // Never 0, so that no token has the raw value of slot 0, which is the loop's own.
    self.generation = generation == .max ? 1 : generation + 1
  }
}
