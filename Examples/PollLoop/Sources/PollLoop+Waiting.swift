import EventLoopAPI
import Glibc

extension PollLoop {
  mutating func wait(_ limit: Wait) throws(LoopError) {
    guard !hasUnread else { return }
    counts.waits += 1
    repeat {
      try poll(until: limit)
      collect()
      timers.beginBatch(at: now)
    } while !hasUnread && !limit.hasPassed(at: now)
  }

  mutating func next() -> Event? {
    while unread < batch.count {
      let token = batch[unread].token
      let readiness = told(of: batch[unread])
      unread += 1
      guard !readiness.isEmpty else { continue }
      if registrations[CInt(token.index)]?.isOneShot == true { silence(CInt(token.index)) }
      counts.readinessEvents += 1
      return .ready(token, readiness)
    }
    if let timer = timers.popDue() {
      counts.timerEvents += 1
      return .timer(timer)
    }
    guard wakeIsUnread else { return nil }
    wakeIsUnread = false
    counts.wakeEvents += 1
    return .wake
  }

  /// Whether there is an event to tell.
  private var hasUnread: Bool {
    timers.hasDue || wakeIsUnread || batch[unread...].contains { !told(of: $0).isEmpty }
  }

  /// What is to be told of an event in the batch, by what its registration asks for by now.
  private func told(of event: (token: Token, found: Readiness)) -> Readiness {
    guard registration(named: event.token) != nil else { return [] }
    let asked = polled[Int(event.token.index)]
    guard asked.fd >= 0 else { return [] }
    return event.found.intersection(Readiness(rawValue: UInt32(asked.events)).union([.error, .hangup]))
  }

  /// Asks the kernel, which answers at the limit or the first deadline at the latest.
  private mutating func poll(until limit: Wait) throws(LoopError) {
    let count = nfds_t(polled.count)
    while Glibc.poll(&polled, count, milliseconds(until: limit)) < 0 {
      guard errno == EINTR else { throw LoopError(.wait, ErrorCode(rawValue: errno)) }
    }
    let found = polled[Int(waker.reader)].revents
    guard found & CShort(POLLNVAL) == 0 else { throw LoopError(.wait, .badDescriptor) }
    if found != 0 { wakeIsUnread = waker.take() }
  }

  /// The milliseconds that the kernel may take, rounded up so as not to be early; negative for no limit.
  private func milliseconds(until limit: Wait) -> CInt {
    guard let end = limit.end(with: timers.first) else { return -1 }
    let now = now
    return end <= now ? 0 : CInt(clamping: (end.nanoseconds - now.nanoseconds - 1) / 1_000_000 + 1)
  }

  /// Makes a batch of what the kernel has found.
  private mutating func collect() {
    batch.removeAll(keepingCapacity: true)
    unread = 0
    for offset in polled.indices where batch.count < capacity {
      let place = (beginning + offset) % polled.count
      let (descriptor, found) = (polled[place].fd, polled[place].revents)
      guard found != 0, let registration = registrations[descriptor] else { continue }
      // It may have been closed without a word, and what has its number now is another's.
      guard Registration.FileIdentity(of: descriptor) == registration.file else {
        silence(descriptor)
        counts.staleReports += 1
        continue
      }
      batch.append((registration.token, Readiness(rawValue: UInt32(UInt16(bitPattern: found)))))
      if batch.count == capacity { beginning = place + 1 }
    }
  }
}
