/// A timer (`struct timerfd_ctx`).
struct Timer: ArenaElement, Sendable {
  /// When it expires; nil if it is disarmed.
  var deadline: UInt64?
  /// The span after which it expires again, 0 for once.
  var interval: UInt64 = 0
  /// Expirations since the last read.
  var ticks: UInt64 = 0
  var queue = nowhere
  var nextFree = nowhere

  static let blank = Timer()
}

extension ModelKernel {
  /// Opens a disarmed timer (timerfd_create(2)) on the virtual clock.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openTimer(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let timer = timers.add(Timer())
    timers[timer].queue = makeQueue(.timer, timer)
    return install(files.add(OpenFile(kind: .timer, object: timer)), at: number)
  }

  /// Arms a timer; what had expired before is forgotten (timerfd_settime(2)).
  ///
  /// - Parameters:
  ///   - descriptor: the timer.
  ///   - span: nanoseconds from now; 0 disarms it.
  ///   - interval: nanoseconds after which it expires again and again; 0 for once.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument`` for another kind.
  public mutating func arm(
    _ descriptor: CInt, after span: UInt64, every interval: UInt64 = 0
  ) throws(ModelError) {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .timer else { throw .invalidArgument }
    let timer = files[file].object
    if timers[timer].ticks > 0 { cover(.timerExpirationForgotten) }
    timers[timer].ticks = 0
    timers[timer].deadline = span == 0 ? nil : now &+ span
    timers[timer].interval = interval
  }

  /// Lets time pass on the virtual clock.
  ///
  /// Timers expire in the order of their deadlines.
  ///
  /// - Parameter span: nanoseconds.
  public mutating func advance(by span: UInt64) {
    let end = now &+ span
    while let timer = nextTimer(until: end) {
      now = timers[timer].deadline ?? now
      let interval = timers[timer].interval
      timers[timer].deadline = interval == 0 ? nil : now &+ interval
      expire(timer)
    }
    now = end
  }

  /// Source: `timerfd_triggered` in fs/timerfd.c.
  ///
  /// A periodic timer tells of its first expiration alone, until it is read: only then is it started again.
  private mutating func expire(_ timer: Place) {
    cover(.timerExpired)
    timers[timer].ticks += 1
    if timers[timer].ticks == 1 { wake(timers[timer].queue, key: .readable) }
  }

  private func nextTimer(until end: UInt64) -> Place? {
    var best: (place: Place, deadline: UInt64)?
    for place in 0..<Place(timers.capacity) {
      guard let deadline = timers[place].deadline, deadline <= end else { continue }
      if let found = best, found.deadline <= deadline { continue }
      best = (place, deadline)
    }
    return best?.place
  }

  /// Source: `timerfd_read_iter` in fs/timerfd.c.
  mutating func readTimer(_ timer: Place) throws(ModelError) {
    guard timers[timer].ticks > 0 else { throw .wouldBlock }
    timers[timer].ticks = 0
  }

  mutating func releaseTimer(_ timer: Place) {
    timers[timer].deadline = nil
    guard canForget(timers[timer].queue) else { return }
    queues.remove(timers[timer].queue)
    timers.remove(timer)
  }
}
