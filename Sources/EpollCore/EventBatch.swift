internal import CEpoll
internal import EventLoopAPI

/// The events that one wait has collected, and how far they are read.
struct EventBatch: ~Copyable {
  /// Memory for `capacity` events, of which the first `count` are the kernel's.
  ///
  /// Safety: it is allocated in `init`, freed in `deinit`, and reachable from here alone; every index below
  /// is checked against `count`, which never exceeds `capacity`.
  private let events: UnsafeMutablePointer<epoll_event>
  let capacity: Int
  private var count = 0
  private var cursor = 0

  init(capacity: Int) {
    self.capacity = capacity
    events = .allocate(capacity: capacity)
  }

  deinit {
    events.deallocate()
  }

  var isRead: Bool { cursor == count }

  /// Takes the next event: its flags and the data it was registered with.
  mutating func next() -> (flags: UInt32, data: UInt64)? {
    guard cursor < count else { return nil }
    defer { cursor += 1 }
    return (events[cursor].events, events[cursor].data.u64)
  }

  /// The flags of an unread event with this data.
  ///
  /// It reads all that is left, and so is for rare cases only.
  func unreadFlags(of data: UInt64) -> UInt32? {
    for index in cursor..<count where events[index].data.u64 == data {
      return events[index].events
    }
    return nil
  }

  /// Empties the batch if this is its only report, and says whether it was.
  mutating func dropLoneReport(of data: UInt64) -> Bool {
    guard count == 1, events[0].data.u64 == data else { return false }
    count = 0
    return true
  }

  /// Drops unread reports that no registration waits for, up to the first that one does.
  mutating func dropUnread(notFor registrations: borrowing RegistrationTable, except wakeData: UInt64) -> Int
  {
    var dropped = 0
    while cursor < count {
      let data = events[cursor].data.u64
      if data != wakeData {
        if let place = registrations.find(Token(rawValue: data)), registrations[place].state != .disarmed,
          !registrations[place].readiness(of: events[cursor].events).isEmpty
        {
          break
        }
        dropped += 1
      }
      cursor += 1
    }
    return dropped
  }

  /// Drops the reports that no registration waits for, and counts them by cause.
  mutating func dropReports(
    notFor registrations: borrowing RegistrationTable, except wakeData: UInt64
  ) -> (ended: Int, disarmed: Int) {
    assert(cursor == 0, "reports are dropped before the first is read")
    var kept = 0
    var dropped = (ended: 0, disarmed: 0)
    for index in 0..<count {
      let data = events[index].data.u64
      if data != wakeData {
        guard let place = registrations.find(Token(rawValue: data)) else {
          dropped.ended += 1
          continue
        }
        guard registrations[place].state != .disarmed else {
          dropped.disarmed += 1
          continue
        }
      }
      events[kept] = events[index]
      kept += 1
    }
    count = kept
    return dropped
  }

  /// Replaces the batch by what epoll_pwait2(2) gives within a span in nanoseconds, negative for no limit.
  ///
  /// Returns the kernel's refusal, if any; the batch is then empty.
  mutating func collect(from epoll: borrowing Epoll, within nanoseconds: Int64) -> ErrorCode? {
    assert(isRead, "an unread batch is never overwritten")
    let result = cepoll_wait(epoll.descriptor, events, CInt(capacity), nanoseconds)
    cursor = 0
    count = max(0, Int(result))
    return result < 0 ? ErrorCode(rawValue: -result) : nil
  }
}
