internal import EpollModel
internal import EventLoopAPI

/// The contract's loop, over the model in place of the kernel: what `EpollLoop` is to Linux.
///
/// It is a value, so that a prediction can be made without being kept. Its clock is the model's.
struct ModelLoop {
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

    /// Whether it was added to a new instance since it was last told, so that it may be told or not.
    var isAddedAnew = false

    /// Whether the kernel has still to be told of its interest, and what it goes by until then.
    var isChanged = false
    var kernelInterest: Readiness

    /// What is told of it: what was asked for, and hangup and error.
    var told: Readiness { interest.union([.hangup, .error]) }
  }

  /// What a batch says.
  enum Event {
    /// A registration's readiness, and whether it may be there only as the instance was made anew.
    case ready(Int, Readiness, isAddedAnew: Bool)
    case timer(Int)
    case wake
  }

  var kernel: ModelKernel

  /// The loop's instance, and the most readiness events in a batch.
  private(set) var epoll: CInt
  let capacity: Int

  private(set) var registrations: [Registration] = []
  var timers = ModelTimers()
  private(set) var isWakeWanted = false

  /// The batch in hand: what the kernel gave and was not read yet, and whether it is being read.
  private(set) var unread: ArraySlice<ModelEvent> = []
  private(set) var wakeIsUnread = false
  private(set) var isReading = false

  /// The registrations whose interest changed while the batch was read, the latest last.
  private(set) var changes: [Int] = []

  /// Whether the instance holds a watch that nobody can remove, and whether it ever did.
  private(set) var hasGhost = false
  private(set) var hadGhost = false

  /// Makes a loop with nothing registered, over a kernel that it begins to change.
  init(_ kernel: ModelKernel, capacity: Int) {
    self.kernel = kernel
    self.capacity = capacity
    guard let epoll = try? self.kernel.makeEpoll() else { preconditionFailure("a model without room") }
    self.epoll = epoll
  }

  /// The live registration of a descriptor's number.
  func registration(of descriptor: CInt) -> Int? {
    registrations.lastIndex { $0.isLive && $0.descriptor == descriptor && !$0.isClosed }
  }
}

extension ModelLoop {
  mutating func register(
    _ descriptor: CInt, _ interest: Interest, _ trigger: Trigger
  ) throws(ModelError) -> Int {
    let token = registrations.count
    let events = Self.events(Readiness(interest), trigger)
    do {
      try kernel.control(epoll, .add, descriptor, events: events, data: UInt64(token))
    } catch .exists where registration(of: descriptor) == nil {
      // A ghost's file is back under its old number, where the kernel can name it again.
      try kernel.control(epoll, .remove, descriptor)
      try kernel.control(epoll, .add, descriptor, events: events, data: UInt64(token))
    }
    if let former = registration(of: descriptor) {
      registrations[former].isClosed = true
    }
    registrations.append(
      Registration(
        descriptor: descriptor, interest: Readiness(interest), trigger: trigger,
        kernelInterest: Readiness(interest)))
    return token
  }

  mutating func modify(_ token: Int, _ interest: Interest, _ trigger: Trigger) throws(ModelError) {
    let registration = registrations[token]
    guard registration.isLive, !registration.isClosed else { throw .notFound }
    let interest = Readiness(interest)
    if isReading, registration.trigger == .level, trigger == .level {
      if !registration.isChanged {
        changes.append(token)
      }
      registrations[token].interest = interest
      registrations[token].isChanged = true
      return
    }
    var events = Self.events(interest, trigger)
    if trigger.contains(.oneShot), hasUnreadReport(of: token, for: interest) {
      // Its one report is in the batch already, so the kernel must not give another.
      events = Self.events([], trigger)
    }
    try kernel.control(epoll, .modify, registration.descriptor, events: events, data: UInt64(token))
    registrations[token].interest = interest
    registrations[token].kernelInterest = interest
    registrations[token].trigger = trigger
    registrations[token].isDisarmed = false
    registrations[token].isChanged = false
  }

  private func hasUnreadReport(of token: Int, for interest: Readiness) -> Bool {
    let told = interest.union([.hangup, .error])
    return !registrations[token].isDisarmed
      && unread.contains { $0.data == UInt64(token) && !$0.readiness.isDisjoint(with: told) }
  }

  mutating func deregister(_ token: Int) throws(ModelError) {
    guard registrations[token].isLive else { throw .notFound }
    registrations[token].isLive = false
    if !registrations[token].isClosed {
      // If the descriptor was closed early, the kernel knows nothing of it under this number.
      try? kernel.control(epoll, .remove, registrations[token].descriptor)
    }
  }

  mutating func wake() {
    isWakeWanted = true
  }

  /// Whether the loop's own descriptor is readable.
  mutating func isReadable() -> Bool {
    isWakeWanted || (try? kernel.poll(epoll, .readable))?.isEmpty == false
  }

  static func events(_ interest: Readiness, _ trigger: Trigger) -> EventMask {
    EventMask(rawValue: interest.rawValue | trigger.rawValue)
  }
}

extension ModelLoop {
  /// Collects a batch without blocking; `isReading` says whether there is anything in it.
  ///
  /// - Parameter room: the readiness events that fit, if fewer than the capacity.
  mutating func collect(room: Int? = nil) {
    if isReading, hasUnread() { return }
    // What is for nobody comes once for each registration, under rules that are Linux's.
    for _ in 0..<registrations.count + 2 {
      if hasGhost { rebuild() }
      let limit = room ?? capacity
      let events = (try? kernel.wait(epoll, limit)) ?? []
      unread = events[...]
      if isWakeWanted {
        isWakeWanted = false
        wakeIsUnread = true
      }
      timers.beginBatch(at: kernel.now)
      if let first = unread.first, !isWanted(first) {
        lookForGhosts()
      }
      isReading = hasUnread()
      guard !isReading, hasGhost || events.count == limit else { return }
    }
  }

  /// Whether there is something to be told.
  var hasBatch: Bool { isReading }

  /// The next event of the batch.
  mutating func next() -> Event? {
    while let event = unread.popFirst() {
      guard isWanted(event) else { continue }
      let token = Int(event.data)
      let isAddedAnew = registrations[token].isAddedAnew
      registrations[token].isAddedAnew = false
      if registrations[token].trigger.contains(.oneShot) {
        registrations[token].isDisarmed = true
      }
      let readiness = event.readiness.intersection(registrations[token].told)
      return .ready(token, readiness, isAddedAnew: isAddedAnew)
    }
    if let timer = timers.popDue() { return .timer(timer) }
    if wakeIsUnread {
      wakeIsUnread = false
      return .wake
    }
    endReading()
    return nil
  }

  /// Whether an event of the kernel's is to be told.
  func isWanted(_ event: ModelEvent) -> Bool {
    let registration = registrations[Int(event.data)]
    return registration.isLive && !registration.isDisarmed
      && !registration.told.isDisjoint(with: event.readiness)
  }

  private mutating func hasUnread() -> Bool {
    while let first = unread.first, !isWanted(first) {
      unread.removeFirst()
    }
    guard unread.isEmpty, !timers.hasDue, !wakeIsUnread else { return true }
    endReading()
    return false
  }

  /// Tells the kernel of the interests that changed while the batch was read, the latest first.
  private mutating func endReading() {
    isReading = false
    while let token = changes.popLast() {
      let registration = registrations[token]
      guard registration.isLive, registration.isChanged else { continue }
      registrations[token].isChanged = false
      guard registration.interest != registration.kernelInterest else { continue }
      registrations[token].kernelInterest = registration.interest
      do {
        let events = Self.events(registration.interest, registration.trigger)
        try kernel.control(epoll, .modify, registration.descriptor, events: events, data: UInt64(token))
      } catch {
        registrations[token].isClosed = true
        hasGhost = true
      }
    }
  }

  /// Looks for reports of registrations that had ended before the batch was collected.
  private mutating func lookForGhosts() {
    if unread.contains(where: { !registrations[Int($0.data)].isLive }) {
      hasGhost = true
    }
  }

  /// Makes the instance anew with the live registrations alone, in the order of their descriptors.
  private mutating func rebuild() {
    guard let fresh = try? kernel.makeEpoll() else { preconditionFailure("a model without room") }
    let live = registrations.indices.filter { registrations[$0].isLive && !registrations[$0].isClosed }
    for token in live.sorted(by: { registrations[$0].descriptor < registrations[$1].descriptor }) {
      let registration = registrations[token]
      let interest: Readiness = registration.isDisarmed ? [] : registration.interest
      let trigger = registration.isDisarmed ? .oneShot : registration.trigger
      let known = Self.events(interest, trigger.subtracting(.exclusive))
      do throws(ModelError) {
        // The old instance knows whether the number still names the file that was registered.
        try kernel.control(epoll, .modify, registration.descriptor, events: known, data: UInt64(token))
      } catch  where error != .invalidArgument {
        continue
      } catch {}
      let events = Self.events(interest, trigger)
      try? kernel.control(fresh, .add, registration.descriptor, events: events, data: UInt64(token))
      registrations[token].isAddedAnew = registration.trigger.contains(.edge)
    }
    try? kernel.close(epoll)
    epoll = fresh
    hasGhost = false
    hadGhost = true
  }
}

extension ModelEvent {
  /// The conditions that have a name in the contract.
  var readiness: Readiness { Readiness(rawValue: events.rawValue) }
}
