internal import EventLoopAPI

/// What the loop knows of one descriptor's number, in 16 bytes.
@usableFromInline
struct Registration: BitwiseCopyable {
  /// The number.
  @usableFromInline let index: UInt32

  /// Counts the registrations of the number, so that a late event is told from one of the next
  /// registration; without a registration it is the next one's.
  @usableFromInline var generation: UInt32

  /// The flags that are told as the kernel reports them, with nothing else to be done: zero without a
  /// registration and for a one-shot one.
  @usableFromInline var toldAtOnce: UInt32

  /// The interest and the trigger as the kernel's bits, and the `Mark`s, which use bits that those do not;
  /// zero without a registration.
  @usableFromInline var events: UInt32

  /// What else is known of a registration.
  @usableFromInline
  enum Mark {
    /// There is one.
    @inlinable static var live: UInt32 { 1 << 16 }
    /// It is one-shot and has been reported since it was armed.
    static var disarmed: UInt32 { 1 << 17 }
    /// Its descriptor was closed early.
    static var closed: UInt32 { 1 << 18 }
    /// The kernel has still to be told of its interest.
    static var changed: UInt32 { 1 << 19 }

    static var all: UInt32 { live | disarmed | closed | changed }
  }

  /// Makes the state of a number without a registration.
  init(index: UInt32, generation: UInt32) {
    self.index = index
    self.generation = generation
    toldAtOnce = 0
    events = 0
  }

  /// Makes the state of a number that nobody can register or name: no token with this index leads here.
  init(reserved number: CInt) {
    self.init(index: ~UInt32(bitPattern: number), generation: 0)
    events = Mark.live | Mark.closed
  }
}

extension Registration {
  /// The registration's token, or the next one's.
  @inlinable var token: Token { Token(index: index, generation: generation) }

  /// Whether there is a registration.
  @inlinable var isLive: Bool { events != 0 }

  /// Whether it is one-shot and has been reported since it was armed.
  var isDisarmed: Bool { events & Mark.disarmed != 0 }

  /// Whether its descriptor is known to have been closed early.
  var isClosed: Bool { events & Mark.closed != 0 }

  /// Whether the kernel has still to be told of its interest.
  var isChanged: Bool { events & Mark.changed != 0 }

  var isOneShot: Bool { events & Trigger.oneShot.rawValue != 0 }

  /// Whether it is level-triggered and nothing else.
  var isLevel: Bool { Trigger(rawValue: events) == .level }

  /// What the kernel is told.
  var kernelEvents: UInt32 { events & ~Mark.all }

  /// What is to be told of flags that the kernel reports.
  func readiness(of flags: UInt32) -> UInt32 {
    isLive && !isDisarmed ? flags & Self.told(for: events) : 0
  }

  /// The interest and the trigger as the kernel takes them.
  @inlinable
  static func events(_ interest: Interest, _ trigger: Trigger) -> UInt32 {
    interest.rawValue | trigger.rawValue
  }

  /// The flags that are told for an interest: error and hangup always.
  @inlinable
  static func told(for events: UInt32) -> UInt32 {
    Interest(rawValue: events).rawValue | Readiness.error.rawValue | Readiness.hangup.rawValue
  }
}

extension Registration {
  /// Makes it live and armed.
  @inlinable
  mutating func arm(_ events: UInt32) {
    self.events = events | Mark.live
    toldAtOnce = events & Trigger.oneShot.rawValue != 0 ? 0 : Self.told(for: events)
  }

  mutating func disarm() {
    assert(isOneShot)
    events |= Mark.disarmed
  }

  mutating func markClosed() {
    events |= Mark.closed
  }

  /// Says whether the kernel has still to be told of the interest.
  mutating func markChanged(_ isChanged: Bool) {
    events = events & ~Mark.changed | (isChanged ? Mark.changed : 0)
  }

  /// Ends the registration; its token names nothing from now on.
  ///
  /// After 4,294,967,296 registrations of the same number the tokens begin again.
  @inlinable
  mutating func end() {
    toldAtOnce = 0
    events = 0
    generation &+= 1
  }
}
