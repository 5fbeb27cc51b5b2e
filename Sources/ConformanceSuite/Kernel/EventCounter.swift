internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A counter of eventfd(2), by itself: readable while it is not 0; closed when it goes.
///
/// Threads may share it.
final class EventCounter: Sendable {
  /// The number of its descriptor.
  let number: CInt

  /// Makes one that is 0.
  ///
  /// - Parameter takesOne: whether to read it takes 1 from it, and not all.
  /// - Throws: `ErrorCode` of eventfd(2).
  init(takesOne: Bool = false) throws(ErrorCode) {
    let result = cobjects_eventfd(0, takesOne ? 1 : 0)
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
    number = result
  }

  deinit {
    close(number)
  }

  /// Adds an amount, and returns whether there was room for it.
  @discardableResult
  func raise(by amount: UInt64 = 1) -> Bool {
    var amount = amount
    return write(number, &amount, MemoryLayout<UInt64>.size) == MemoryLayout<UInt64>.size
  }

  /// Takes what is in it, or 1 of it, and returns that; nil if it is 0.
  @discardableResult
  func take() -> UInt64? {
    var count: UInt64 = 0
    return read(number, &count, MemoryLayout<UInt64>.size) == MemoryLayout<UInt64>.size ? count : nil
  }
}
