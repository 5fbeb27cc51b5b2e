internal import EpollModel
internal import EventLoopAPI

extension ModelLoop {
  /// A registration, live or ended; its token is its place among all that there were.
  struct Registration {
    var descriptor: CInt
    var interest: Readiness
    var trigger: Trigger
    var isLive = true

    /// Whether it is one-shot and has been reported since it was armed.
    var isDisarmed = false

    /// Whether its descriptor is known to have been closed early.
    var isClosed = false

    /// Whether a wait has found its descriptor closed, so that it may be told of no more, whatever the number
    /// stands for later.
    var wasClosedEarly = false

    /// Whether it was added to a new instance since it was last told, so that it may be told or not.
    var isAddedAnew = false

    /// Whether the kernel has still to be told of its interest, and what it goes by until then.
    var isChanged = false
    var kernelInterest: Readiness

    /// What is told of it: what was asked for, and hangup and error.
    var told: Readiness { interest.union([.hangup, .error]) }
  }
}
