internal import EpollModel
internal import EventLoopAPI

/// The contract's loop, over the model in place of the kernel: what `EpollLoop` is to Linux.
///
/// It is a value, so that a prediction can be made without being kept. Its clock is the model's, and the
/// kernel is lent to it for each call, as it is not the loop's alone.
struct ModelLoop {
  /// What a batch says.
  enum Event {
    /// A registration's readiness, and whether it may be there only as the instance was made anew.
    case ready(Int, Readiness, isAddedAnew: Bool)
    case timer(Int)
    case wake
  }

  /// The loop's instance, which is no descriptor if the loop has ended.
  var epoll: CInt

  /// The most readiness events in a batch.
  let capacity: Int

  var registrations: [Registration] = []

  /// The tokens of those that live, in the order of registering: of a long run most have ended.
  var live: [Int] = []

  var timers = ModelTimers()
  var isWakeWanted = false

  /// The batch in hand: what the kernel gave and was not read yet, and whether it is being read.
  var unread: ArraySlice<ModelEvent> = []
  var wakeIsUnread = false
  var isReading = false

  /// Whether the loop's thread sleeps in the instance.
  var isAsleep = false

  /// The registrations whose interest changed while the batch was read, the latest last.
  var changes: [Int] = []

  /// Whether the instance holds a watch that nobody can remove, and whether it ever did.
  var hasGhost = false
  var hadGhost = false

  /// Whether a registration was ever found to be closed early.
  var hadClosedEarly = false

  /// Whether the loop's own descriptor shows wakes, and one that was told may still stand in the ready list.
  private(set) var showsWakes = false
  var wakeMayBeLeft = false

  /// Makes a loop with nothing registered.
  init(capacity: Int, in kernel: inout ModelKernel) {
    self.capacity = capacity
    guard let epoll = try? kernel.makeEpoll() else { preconditionFailure("a model without room") }
    self.epoll = epoll
  }

  /// A loop that has ended, and that never was.
  static var ended: ModelLoop { ModelLoop() }

  private init() {
    epoll = -1
    capacity = 1
  }

  /// Whether a change to a registration whose descriptor was closed is refused also while a batch is read.
  var refusesGhostsAtOnce = false

  /// Whether the loop has ended.
  var hasEnded: Bool { epoll < 0 }

  /// The live registration of a descriptor's number.
  func registration(of descriptor: CInt) -> Int? {
    live.last { registrations[$0].descriptor == descriptor && !registrations[$0].isClosed }
  }

  mutating func wake() {
    isWakeWanted = true
  }

  /// Ends the loop; what it watched is watched no longer.
  mutating func end(in kernel: inout ModelKernel) {
    try? kernel.close(epoll)
    epoll = -1
  }

  /// Whether the loop's own descriptor is readable.
  mutating func isReadable(in kernel: inout ModelKernel) -> Bool {
    showsWakes = true
    return isWakeWanted || (try? kernel.poll(epoll, .readable))?.isEmpty == false
  }

  static func events(_ interest: Readiness, _ trigger: Trigger) -> EventMask {
    EventMask(rawValue: interest.rawValue | trigger.rawValue)
  }
}
