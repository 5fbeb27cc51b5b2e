internal import EpollCore
package import EventLoopAPI
internal import Glibc

extension MutantLoop {
  package mutating func wait(_ limit: Wait) throws(LoopError) {
    if fault == .childRegisters, getpid() != process { throw LoopError(.wait, .stale) }
    if fault == .boundToThread, pthread_equal(pthread_self(), thread) == 0 { return }
    if isReading, hasUnread, fault != .unreadOverwritten { return }
    makeDeferredCalls()
    // What is for nobody and fills a batch says nothing of the others, whatever the limit.
    var noiseLeft = registrations.count + 2
    var collection = Collection.nothing
    repeat {
      if hasGhost { try rebuild() }
      collection = try collect(within: limit)
      isReading = hasUnread
      if collection == .noise { noiseLeft -= 1 }
    } while !isReading && collection != .last
      && ((collection == .noise && noiseLeft > 0) || !limit.hasPassed(at: now))
    if fault == .eventInvented, !isReading, case .until = limit, let latest = memory.latest,
      registrations[latest] != nil
    {
      unread = [Report(token: latest, readiness: .readable)]
    }
    memory.lastWait = now
  }

  /// What there was in a look at the kernel.
  private enum Collection {
    case nothing
    /// A batch full of what is for nobody.
    case noise
    /// What ends the wait, though there is nothing to tell.
    case last
  }

  /// Asks the kernel once, and begins a batch with what is found.
  private mutating func collect(within limit: Wait) throws(LoopError) -> Collection {
    wakes.setAsleep(limit != .poll)
    defer { wakes.setAsleep(false) }
    beginCollecting()
    noteWakes(wakes.take())
    if fault == .wakeLostFallingAsleep {
      // Makes the moment longer in which it goes wrong.
      sched_yield()
      _ = wakes.take()
    }
    var isLast = fault == .idleReturns && limit == .forever && registrations.isEmpty && timers.count == 0
    let events: [Epoll.Event]
    if isStarved {
      events = []
    } else {
      do throws(EpollError) {
        events = try ask(for: isLast || hasUnread || !memory.late.isEmpty ? .poll : span(until: limit))
      } catch {
        guard error.code == .interrupted, fault != .interruptionThrown else {
          throw LoopError(.wait, error.code)
        }
        events = []
        if fault == .interruptionEndsWait { isLast = true }
      }
    }
    if fault == .limitTruncated || fault == .limitOverflows, events.isEmpty, limit != .forever {
      isLast = true
    }
    var reports = events.filter { $0.data != Self.wakeData }.map {
      Report(token: Token(rawValue: $0.data), readiness: Readiness(rawValue: $0.events.rawValue))
    }
    if reports.count < events.count {
      let count = wakes.take()
      if fault == .wakeWithoutEvent { isLast = true } else { noteWakes(count) }
    }
    if lookForGhosts(in: &reports) { isLast = true }
    unread = distorted(reports)
    if fault == .wakeLostBesideReadiness, !unread.isEmpty { wakesUnread = 0 }
    if fault != .timersStarved || reports.count < capacity { timers.beginBatch(at: now) }
    if timers.isForNobody { isLast = true }
    return isLast ? .last : events.count == capacity || hasGhost ? .noise : .nothing
  }

  /// Whether the kernel is not asked at all.
  private var isStarved: Bool {
    switch fault {
    case .readinessStarved: timers.first.map { $0 <= now } ?? false
    case .wakeHidesReadiness: wakesUnread > 0
    default: false
    }
  }

  private mutating func noteWakes(_ count: Int) {
    guard count > 0 else { return }
    wakesUnread = fault == .wakesCounted ? wakesUnread + count : 1
  }

  /// Takes notice of reports of registrations that have ended before, and takes them out.
  ///
  /// - Returns: Whether they end the wait.
  private mutating func lookForGhosts(in reports: inout [Report]) -> Bool {
    guard reports.contains(where: { registrations[$0.token] == nil }), fault != .ghostLeftAlive else {
      return false
    }
    reports.removeAll { registrations[$0.token] == nil }
    hasGhost = fault != .ghostEndsWaits
    return fault == .ghostEndsWaits
  }

  /// How long the kernel may block.
  private func span(until limit: Wait) -> Epoll.Timeout {
    var end = limit.end(with: timers.first)
    if fault == .limitIgnored, limit != .poll, let first = timers.first { end = first }
    guard let end else { return .forever }
    let now = now
    if fault == .limitOfZeroEndless, case .until(let instant) = limit, instant <= now { return .forever }
    guard end > now else { return .poll }
    let span = end.nanoseconds - now.nanoseconds
    switch fault {
    case .limitTruncated: return .nanoseconds(span - span % 1_000_000)
    case .limitOverflows where span >= 1_000_000 << 31: return .poll
    default: return .nanoseconds(span)
    }
  }

  /// What the kernel gives, at most as much as a batch may hold.
  private mutating func ask(for timeout: Epoll.Timeout) throws(EpollError) -> [Epoll.Event] {
    if let ahead = memory.ahead.take(), !ahead.isEmpty { return ahead }
    let maximum =
      switch fault {
      case .batchExceeded: capacity + 1
      case .batchHalved: max(1, capacity / 2)
      case .overflowLost, .lowestNumberFirst: buffer.capacity
      default: capacity
      }
    while true {
      do throws(EpollError) {
        if fault == .waitsInTurn {
          try SharedState.inTurn { () throws(EpollError) in
            try epoll.wait(into: &buffer, maximum: maximum, for: timeout)
          }
        } else {
          try epoll.wait(into: &buffer, maximum: maximum, for: timeout)
        }
        let events = buffer.indices.map { buffer[$0] }
        return fault == .batchShared ? SharedState.throughOneBatch(events) : events
      } catch  where error.code == .interrupted && fault == .interruptionRestarts {
        continue
      }
    }
  }

  /// Collects what the next batch will hold.
  mutating func collectAhead() {
    memory.ahead = try? ask(for: .poll)
  }
}
