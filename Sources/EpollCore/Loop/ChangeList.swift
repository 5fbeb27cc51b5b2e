internal import EventLoopAPI

/// The level-triggered registrations whose interest changed while a batch was read.
///
/// The kernel is told when the batch ends, and not at all of changes that cancel out. An entry may have
/// outlived its registration, or its change; the mark in the registration's place decides.
struct ChangeList: ~Copyable {
  struct Entry: BitwiseCopyable {
    var token: Token
    /// What the kernel goes by until it is told.
    var kernelEvents: UInt32
  }

  private var entries = Table<Entry>()
  private(set) var count = 0

  mutating func append(_ token: Token, kernelEvents: UInt32) {
    if count == entries.count {
      entries.grow(
        toHold: count + 1, filledWith: Entry(token: Token(rawValue: 0), kernelEvents: 0))
    }
    entries[count] = Entry(token: token, kernelEvents: kernelEvents)
    count += 1
  }

  /// Takes the entry that was appended last.
  mutating func popLast() -> Entry? {
    guard count > 0 else { return nil }
    count -= 1
    return entries[count]
  }

  /// Gives back the memory that is not in use.
  mutating func shrink() {
    entries.shrink(to: count)
  }
}
