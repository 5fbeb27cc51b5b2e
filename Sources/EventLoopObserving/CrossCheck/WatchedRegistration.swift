internal import EventLoopAPI

/// What a cross-check loop knows of one registration.
@usableFromInline
struct WatchedRegistration: BitwiseCopyable {
  /// No place in the table.
  @usableFromInline static var none: UInt32 { .max }

  /// No number of a look.
  static var never: UInt64 { .max }

  /// The primary's name of it, which is the application's too; and the shadow's.
  @usableFromInline var token = Token(rawValue: 0)
  @usableFromInline var shadowToken = Token(rawValue: 0)

  @usableFromInline var descriptor: CInt = -1
  @usableFromInline var interest: Interest = []
  @usableFromInline var trigger: Trigger = .level
  @usableFromInline var file = FileIdentity()

  /// Whether the place has an owner, and whether the shadow has it too.
  @usableFromInline var isLive = false
  @usableFromInline var isWatched = false

  /// Whether the loops are compared: not after a divergence, until it is modified, nor once its descriptor
  /// was closed.
  @usableFromInline var isCompared = false
  var isClosedEarly = false

  /// The comparison in which the primary last told of it, what it told, and whether the shadow may be silent.
  @usableFromInline var primaryRound: UInt64 = 0
  @usableFromInline var primaryTold: Readiness = []
  @usableFromInline var isExcused = false

  /// The place of that event in the batch.
  @usableFromInline var entry = 0

  /// Whether the primary's next report is one too many for a one-shot registration.
  @usableFromInline var dropsReport = false

  /// The comparison in which the shadow last told of it, and all that it told there.
  @usableFromInline var shadowRound: UInt64 = 0
  @usableFromInline var shadowTold: Readiness = []

  /// The look at the shadow in which it last told of it, what it told there, and in which of its batches.
  @usableFromInline var shadowLook: UInt64 = 0
  @usableFromInline var shadowLatest: Readiness = []
  @usableFromInline var shadowBatch: UInt64 = 0

  /// The number of the primary's complete looks at which the shadow last told of it.
  @usableFromInline var shadowToldAt = UInt64.max

  /// Whether the shadow has told of it since it was registered or modified.
  @usableFromInline var shadowHasTold = false

  /// What the shadow told and the primary has still to tell, in how many waits it has not, and until when it
  /// has time.
  var owed: Readiness = []
  var owedWaits = 0
  var owedUntil = Instant.beginning

  /// The next one with the same remainder of its token's index, for either loop; and of free places.
  @usableFromInline var nextByPrimary = UInt32.max
  @usableFromInline var nextByShadow = UInt32.max

  /// What is told of it at all: what was asked for, and hangup and error.
  @usableFromInline var told: Readiness { Readiness(interest).union(.hangup).union(.error) }

  /// What the shadow is asked for: another exclusive watch would take events away from the primary, and
  /// another one against suspension would keep the system awake until the shadow is looked at.
  var shadowTrigger: Trigger { trigger.subtracting([.exclusive, .wakeUp]) }

  /// Forgets what was told, as both loops were armed anew.
  mutating func arm(_ interest: Interest, _ trigger: Trigger) {
    self.interest = interest
    self.trigger = trigger
    isCompared = isWatched && !isClosedEarly
    shadowToldAt = Self.never
    shadowHasTold = false
    isExcused = false
    owed = []
    owedWaits = 0
  }
}
