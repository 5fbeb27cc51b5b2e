internal import EventLoopAPI
internal import Glibc

/// The files that are registered, and what the kernel last said of each: all that there is to say of it,
/// whatever the registration asks for.
struct TracedStates {
  private var polls: [pollfd] = []
  private var entries: [Entry] = []

  private struct Entry {
    var token: UInt64
    var file: UInt32
    var bits: UInt32 = .max
    var bytes: UInt32 = .max
  }

  private static var everything: Int16 { Int16(POLLIN | POLLOUT | POLLPRI) | 0x2000 }

  mutating func insert(_ token: UInt64, _ descriptor: CInt, file: UInt32) {
    polls.append(pollfd(fd: descriptor, events: Self.everything, revents: 0))
    entries.append(Entry(token: token, file: file))
  }

  mutating func remove(_ token: UInt64) {
    guard let place = entries.firstIndex(where: { $0.token == token }) else { return }
    entries.swapAt(place, entries.count - 1)
    polls.swapAt(place, polls.count - 1)
    entries.removeLast()
    polls.removeLast()
  }

  /// Asks the kernel, and tells what has changed.
  mutating func look(_ tell: (_ file: UInt32, _ bits: UInt32, _ bytes: UInt32) -> Void) {
    guard !polls.isEmpty, poll(&polls, nfds_t(polls.count), 0) >= 0 else { return }
    for place in polls.indices {
      let bits = UInt32(UInt16(bitPattern: polls[place].revents))
      guard bits & UInt32(POLLNVAL) == 0 else { continue }
      let bytes = bits & UInt32(POLLIN) == 0 ? 0 : Self.readableBytes(polls[place].fd)
      guard bits != entries[place].bits || bytes != entries[place].bytes else { continue }
      entries[place].bits = bits
      entries[place].bytes = bytes
      tell(entries[place].file, bits, bytes)
    }
  }

  /// What the kernel says of one descriptor.
  static func state(of descriptor: CInt) -> (bits: UInt32, bytes: UInt32)? {
    var entry = pollfd(fd: descriptor, events: everything, revents: 0)
    guard poll(&entry, 1, 0) >= 0, entry.revents & Int16(POLLNVAL) == 0 else { return nil }
    let bits = UInt32(UInt16(bitPattern: entry.revents))
    return (bits, bits & UInt32(POLLIN) == 0 ? 0 : readableBytes(descriptor))
  }

  /// The bytes that can be read at once, where that can be asked.
  private static func readableBytes(_ descriptor: CInt) -> UInt32 {
    var count: CInt = 0
    return ioctl(descriptor, UInt(FIONREAD), &count) == 0 ? UInt32(max(0, count)) : 0
  }
}
