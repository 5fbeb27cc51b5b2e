internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Files that claims are tried on.
enum Files {
  /// A pipe whose ends do not block.
  static func pipe() throws(ErrorCode) -> OwnedPipe {
    try OwnedPipe(cobjects_pipe(1))
  }

  /// An eventfd that holds a number.
  static func counter(_ initial: CUnsignedInt = 0) throws(ErrorCode) -> OwnedDescriptor {
    try OwnedDescriptor(cobjects_eventfd(initial, 0))
  }

  /// Another number for an open file.
  static func duplicate(_ descriptor: CInt) throws(ErrorCode) -> OwnedDescriptor {
    try OwnedDescriptor(cobjects_duplicate(descriptor))
  }

  /// Adds to an eventfd.
  static func signal(_ counter: CInt, by amount: UInt64 = 1) {
    var amount = amount
    Glibc.write(counter, &amount, 8)
  }

  /// Writes bytes.
  static func write(_ count: Int, to descriptor: CInt) throws(ErrorCode) {
    let bytes = [UInt8](repeating: 0x61, count: count)
    guard Glibc.write(descriptor, bytes, count) == count else { throw ErrorCode(rawValue: errno) }
  }

  /// Reads once, and says what that leads to: how many bytes, or why none.
  static func read(_ count: Int, from descriptor: CInt) -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = Glibc.read(descriptor, &bytes, count)
    return result < 0 ? ErrorName.of(errno) : "\(result) bytes"
  }
}
