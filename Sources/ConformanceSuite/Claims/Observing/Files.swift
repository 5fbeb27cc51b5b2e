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

extension ClaimLog {
  /// What a call leads to that may be refused: `done`, or the name of the error.
  static func outcome(_ body: () throws(ErrorCode) -> Void) -> String {
    do throws(ErrorCode) {
      try body()
      return "done"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}

extension EpollSet {
  /// The descriptors, by their names, that a wait reports, if their numbers were given as data; or the error.
  func told(_ names: KeyValuePairs<String, CInt>, capacity: Int = 64) -> String {
    do throws(ErrorCode) {
      let reports = try wait(capacity)
      let told = names.filter { name in reports.contains { $0.data == UInt64(bitPattern: Int64(name.value)) }
      }
      return told.isEmpty ? "nothing" : told.map(\.key).joined(separator: ", ")
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}
