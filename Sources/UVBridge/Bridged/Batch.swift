internal import CUV
internal import EventLoopAPI
internal import Glibc

/// The readiness events of one wait, and the buffers that they are collected through.
///
/// The tokens are here, what was found of them is in their slots. The memory is allocated once, so that a
/// turn allocates nothing; its owner frees it with `deallocate`, once.
struct Batch {
  let capacity: Int

  /// The tokens, of which `count` are initialised.
  private let tokens: UnsafeMutablePointer<UInt64>
  private(set) var count = 0

  /// The place of the next one to be read.
  private var position = 0

  /// A buffer for the inner set's events.
  let events: UnsafeMutablePointer<epoll_event>

  /// A buffer for poll(2), and the slots that its entries stand for.
  let entries: UnsafeMutablePointer<pollfd>
  let entrySlots: UnsafeMutablePointer<UInt32>

  init(capacity: Int) {
    precondition((1...1_000_000).contains(capacity), "batchCapacity must be 1 to 1,000,000")
    self.capacity = capacity
    tokens = .allocate(capacity: capacity)
    tokens.initialize(repeating: 0, count: capacity)
    events = .allocate(capacity: capacity)
    events.initialize(repeating: epoll_event(), count: capacity)
    entries = .allocate(capacity: capacity)
    entries.initialize(repeating: pollfd(), count: capacity)
    entrySlots = .allocate(capacity: capacity)
    entrySlots.initialize(repeating: 0, count: capacity)
  }

  func deallocate() {
    tokens.deallocate()
    events.deallocate()
    entries.deallocate()
    entrySlots.deallocate()
  }

  var room: Int { capacity - count }

  mutating func clear() {
    count = 0
    position = 0
  }

  mutating func append(_ token: Token) {
    assert(count < capacity)
    tokens[count] = token.rawValue
    count += 1
  }

  /// The next token, which stays until `advance`.
  var head: Token? {
    position < count ? Token(rawValue: tokens[position]) : nil
  }

  mutating func advance() {
    position += 1
  }
}
