internal import EventLoopAPI

/// One thing that was done, told or seen.
struct TraceRecord: BitwiseCopyable {
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

  var kind: Kind

  /// Whether the call did what it was asked for; for `cancel` whether the timer was still to fire.
  var isDone = true

  /// Of a state, whether something new has come to what is watched edge-triggered.
  var isNews = false

  /// What the call was refused for.
  var code: Int32 = 0

  /// Nanoseconds of the loop's clock.
  var time: UInt64

  /// The raw value of a token or timer token.
  var token: UInt64 = 0

  /// The number of the file in the trace; for `schedule` unused.
  var file: UInt32 = 0

  /// The kernel's bits of an interest with its trigger, or of a readiness; or the bytes that can be read.
  var bits: UInt32 = 0
  var bytes: UInt32 = 0

  init(_ kind: Kind, at time: UInt64) {
    self.kind = kind
    self.time = time
  }
}

extension TraceRecord {
  var isEvent: Bool { kind == .ready || kind == .timer || kind == .wake }

  /// Whether it may stand for one of a batch's places: an event, or what keeps one from being told.
  var takesPlace: Bool {
    kind == .ready || kind == .wake || kind == .modify || kind == .deregister
  }

  var state: (readiness: Readiness, bytes: Int) { (Readiness(rawValue: bits), Int(bytes)) }

  /// What is asked for, in the words of the language.
  var words: String {
    let trigger = Trigger(rawValue: bits)
    return Interest(rawValue: bits).description + (trigger.isEmpty ? "" : " \(trigger.description)")
  }
}
