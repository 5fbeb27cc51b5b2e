/// A counter (`struct eventfd_ctx`).
struct Counter: ArenaElement, Sendable {
  var value: UInt64 = 0
  var isSemaphore = false
  var queue = nowhere
  var nextFree = nowhere

  static let blank = Counter()
}

extension ModelKernel {
  /// Opens a counter (eventfd(2)).
  ///
  /// - Parameters:
  ///   - initial: its value.
  ///   - isSemaphore: a read takes 1, and not all.
  ///   - number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openCounter(
    initial: UInt32 = 0, isSemaphore: Bool = false, at number: CInt? = nil
  ) throws(ModelError) -> CInt {
    try checkRoom(1)
    let counter = counters.add(Counter(value: UInt64(initial), isSemaphore: isSemaphore))
    counters[counter].queue = makeQueue(.counter, counter)
    return install(files.add(OpenFile(kind: .counter, object: counter)), at: number)
  }

  /// Adds to a counter, 0 too (write(2) on an eventfd(2)).
  ///
  /// - Parameters:
  ///   - descriptor: the counter.
  ///   - value: what to add.
  /// - Throws: ``ModelError/badDescriptor``; ``ModelError/invalidArgument`` for the greatest value there is,
  ///   and for what is not a counter; ``ModelError/wouldBlock`` if the sum would be that.
  public mutating func add(_ value: UInt64, to descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .counter else { throw .invalidArgument }
    try addToCounter(files[file].object, value)
  }

  /// The value of a counter, nil for anything else.
  ///
  /// - Parameter descriptor: the counter.
  public func value(ofCounter descriptor: CInt) -> UInt64? {
    guard let file = try? self.file(of: descriptor), files[file].kind == .counter else { return nil }
    return counters[files[file].object].value
  }

  /// Source: `eventfd_poll` in fs/eventfd.c.
  func counterMask(_ counter: Place) -> EventMask {
    let value = counters[counter].value
    var mask: EventMask = []
    if value > 0 { mask.insert(.readable) }
    if value == .max { mask.insert(.error) }
    if value < .max - 1 { mask.insert(.writable) }
    return mask
  }

  /// Source: `eventfd_write` in fs/eventfd.c.
  mutating func addToCounter(_ counter: Place, _ value: UInt64) throws(ModelError) {
    guard value < .max else { throw .invalidArgument }
    guard .max - counters[counter].value > value else { throw refusal(.wouldBlock, by: .counterFullRefused) }
    if value == 0 { cover(.counterZeroAdded) }
    counters[counter].value += value
    wake(counters[counter].queue, key: .readable)
  }

  /// Source: `eventfd_read` in fs/eventfd.c.
  mutating func readCounter(_ counter: Place) throws(ModelError) {
    guard counters[counter].value > 0 else { throw .wouldBlock }
    counters[counter].value -= counters[counter].isSemaphore ? 1 : counters[counter].value
    cover(counters[counter].value > 0 ? .semaphoreTakenFrom : .counterEmptied)
    wake(counters[counter].queue, key: .writable)
  }

  /// Source: `eventfd_release` in fs/eventfd.c.
  mutating func releaseCounter(_ counter: Place) {
    wake(counters[counter].queue, key: .hangup)
    guard canForget(counters[counter].queue) else { return }
    queues.remove(counters[counter].queue)
    counters.remove(counter)
  }
}
