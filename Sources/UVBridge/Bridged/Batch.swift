internal import CUV
internal import EventLoopAPI
internal import Glibc

/// The readiness events of one wait, and the buffers that they are collected through.
///
/// The memory is allocated once, so that a turn allocates nothing; its owner frees it with `deallocate`,
/// once.
struct Batch {
  let capacity: Int

  /// Of `capacity` entries and a mark the first `count` are the batch's.
  private let entries: UnsafeMutablePointer<ReadyEntry>
  private(set) var count = 0

  /// The place of the next one to be read.
  let cursor: UnsafeMutablePointer<ReadyCursor>

  /// Those up to the cursor that nobody was told of.
  private var passedOverCount = 0

  /// A buffer for the inner set's events.
  let events: UnsafeMutablePointer<epoll_event>

  /// A buffer for poll(2), and the slots that its entries stand for.
  let polls: UnsafeMutablePointer<pollfd>
  let polledSlots: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    precondition((1...1_000_000).contains(capacity), "batchCapacity must be 1 to 1,000,000")
    self.capacity = capacity
    entries = .allocate(capacity: capacity + 1)
    entries.initialize(repeating: .mark, count: capacity + 1)
    cursor = .allocate(capacity: 1)
    cursor.initialize(to: ReadyCursor(next: entries))
    events = .allocate(capacity: capacity)
    events.initialize(repeating: epoll_event(), count: capacity)
    polls = .allocate(capacity: capacity)
    polls.initialize(repeating: pollfd(), count: capacity)
    polledSlots = .allocate(capacity: capacity)
    polledSlots.initialize(repeating: 0, count: capacity)
  }

  func deallocate() {
    entries.deallocate()
    cursor.deallocate()
    events.deallocate()
    polls.deallocate()
    polledSlots.deallocate()
  }

  var room: Int { capacity - count }

  /// How many are read, or passed over.
  private var position: Int { cursor.pointee.next - entries }

  /// How many were told.
  var toldCount: Int { position - passedOverCount }

  /// Empties the batch for the next turn; `seal` ends what is appended then.
  mutating func clear() {
    count = 0
    cursor.pointee.next = entries
    passedOverCount = 0
  }

  /// Adds an event, and returns its place.
  mutating func append(_ token: Token, _ readiness: Readiness) -> UInt32 {
    assert(count < capacity)
    entries[count] = ReadyEntry(token: token, readiness: readiness, found: readiness)
    defer { count += 1 }
    return UInt32(truncatingIfNeeded: count)
  }

  /// Puts the mark behind the last event.
  func seal() {
    entries[count] = .mark
  }

  /// Whether there is an event to be told; what comes before it is passed over.
  mutating func hasUnread() -> Bool {
    while position < count {
      guard cursor.pointee.next.pointee.readiness.isEmpty else { return true }
      cursor.pointee.next += 1
      passedOverCount += 1
    }
    return false
  }
}

extension Batch {
  /// What is still to be told to a token, whose event is at a place if it has one.
  func unread(of token: Token, at place: UInt32) -> Readiness {
    holds(token, at: place) ? entries[Int(place)].readiness : []
  }

  /// Changes what was found for a token and is to be told to it, if its event is at a place and unread.
  func setUnread(of token: Token, at place: UInt32, to readiness: Readiness) {
    if holds(token, at: place) {
      entries[Int(place)].readiness = readiness
      entries[Int(place)].found = readiness
    }
  }

  /// What was found for a token, told to it or not, if its event is at a place and unread.
  func found(for token: Token, at place: UInt32) -> Readiness {
    holds(token, at: place) ? entries[Int(place)].found : []
  }

  /// Has a token told of what was found as far as that is asked for, if its event is at a place and unread.
  func tell(_ token: Token, at place: UInt32, only wanted: Readiness) {
    if holds(token, at: place) {
      entries[Int(place)].readiness = entries[Int(place)].found.intersection(wanted)
    }
  }

  private func holds(_ token: Token, at place: UInt32) -> Bool {
    Int(place) < count && Int(place) >= position && entries[Int(place)].token == token
  }
}
