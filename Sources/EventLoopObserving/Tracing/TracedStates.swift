internal import EventLoopAPI
internal import Glibc

/// The files that are registered, and what the kernel last said of each: all that there is to say of it,
/// whatever the registration asks for.
struct TracedStates: ~Copyable {
  /// What the kernel says of a file.
  struct State {
    var file: UInt32
    var bits: UInt32
    var bytes: UInt32

    /// Whether something new has come since the last look, which only edge registrations are asked for.
    var isNews = false
  }

  private struct Entry {
    var token: UInt64
    var state: State
  }

  private var polls: [pollfd] = []
  private var entries: [Entry] = []
  private var places: [UInt64: Int] = [:]
  private let witness = EdgeWitness()

  private static var everything: Int16 { Int16(POLLIN | POLLOUT | POLLPRI) | 0x2000 }

  /// Whether a descriptor is the tracer's own, which the program knows nothing of.
  func isOwn(_ descriptor: CInt) -> Bool { witness.isInstance(descriptor) }

  mutating func insert(
    _ token: UInt64, _ descriptor: CInt, file: UInt32, _ interest: Interest, _ trigger: Trigger
  ) {
    // Looking at such a file may use up what there is to see.
    if FileIdentity(of: descriptor)?.isUsedUpByLooking ?? true { return }
    places[token] = entries.count
    polls.append(pollfd(fd: descriptor, events: Self.everything, revents: 0))
    entries.append(Entry(token: token, state: State(file: file, bits: .max, bytes: .max)))
    if trigger.contains(.edge) { witness.watch(descriptor, for: interest, as: token) }
  }

  func modify(_ token: UInt64, _ interest: Interest, _ trigger: Trigger) {
    guard let place = places[token] else { return }
    witness.leave(polls[place].fd)
    if trigger.contains(.edge) { witness.watch(polls[place].fd, for: interest, as: token) }
  }

  mutating func remove(_ token: UInt64) {
    guard let place = places.removeValue(forKey: token) else { return }
    witness.leave(polls[place].fd)
    let last = entries.count - 1
    if place < last {
      entries[place] = entries[last]
      polls[place] = polls[last]
      places[entries[place].token] = place
    }
    entries.removeLast()
    polls.removeLast()
  }

  /// Asks the kernel, and tells what has changed.
  mutating func look(_ tell: (State) -> Void) {
    guard !polls.isEmpty, Self.ask(&polls) else { return }
    witness.look { token in
      if let place = places[token] { entries[place].state.isNews = true }
    }
    for place in polls.indices {
      let bits = UInt32(UInt16(bitPattern: polls[place].revents))
      guard bits & UInt32(POLLNVAL) == 0 else { continue }
      let bytes = bits & UInt32(POLLIN) == 0 ? 0 : Self.readableBytes(polls[place].fd)
      let former = entries[place].state
      guard bits != former.bits || bytes != former.bytes || former.isNews else { continue }
      entries[place].state.bits = bits
      entries[place].state.bytes = bytes
      tell(entries[place].state)
      entries[place].state.isNews = false
    }
  }

  /// What the kernel says of one descriptor; nil if it is not open, or not to be asked.
  static func state(of descriptor: CInt, file: UInt32) -> State? {
    guard let identity = FileIdentity(of: descriptor), !identity.isUsedUpByLooking else { return nil }
    var entries = [pollfd(fd: descriptor, events: everything, revents: 0)]
    guard ask(&entries), entries[0].revents & Int16(POLLNVAL) == 0 else { return nil }
    let bits = UInt32(UInt16(bitPattern: entries[0].revents))
    return State(file: file, bits: bits, bytes: bits & UInt32(POLLIN) == 0 ? 0 : readableBytes(descriptor))
  }

  /// Asks poll(2), again where a signal came first.
  private static func ask(_ polls: inout [pollfd]) -> Bool {
    while poll(&polls, nfds_t(polls.count), 0) < 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }

  /// The bytes that can be read at once, where that can be asked.
  private static func readableBytes(_ descriptor: CInt) -> UInt32 {
    var count: CInt = 0
    return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? UInt32(max(0, count)) : 0
  }
}
