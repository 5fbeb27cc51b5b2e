internal import EventLoopAPI

/// One thing that was done, told or seen.
@usableFromInline
struct TraceRecord: BitwiseCopyable {
  @usableFromInline
  enum Kind: UInt8, BitwiseCopyable {
    /// A registration, by a token of zero if it was refused, of a file of the trace.
    case register
    case modify, deregister
    case schedule, cancel
    /// A wait, and where it was refused.
    case wait, refusedWait
    /// What a batch held, and its end.
    case ready, timer, wake, end
    /// What the kernel said of a registered file after a wait, or at a registration.
    case state
  }

  @usableFromInline var kind: Kind

  /// Whether the call did what it was asked for; for `cancel` whether the timer was still to fire.
  @usableFromInline var isDone = true

  /// What the call was refused for.
  @usableFromInline var code: Int32 = 0

  /// Nanoseconds of the loop's clock.
  @usableFromInline var time: UInt64

  /// The raw value of a token or timer token.
  @usableFromInline var token: UInt64 = 0

  /// The number of the file in the trace; for `schedule` unused.
  @usableFromInline var file: UInt32 = 0

  /// The kernel's bits of an interest with its trigger, or of a readiness; or the bytes that can be read.
  @usableFromInline var bits: UInt32 = 0
  @usableFromInline var bytes: UInt32 = 0

  @usableFromInline
  init(_ kind: Kind, at time: UInt64) {
    self.kind = kind
    self.time = time
  }
}
