internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The owner of a descriptor: closed when it goes.
struct OwnedDescriptor: ~Copyable {
  let number: CInt

  /// Takes over what a call has returned: a descriptor, or the negated `errno`.
  init(_ result: CInt) throws(ErrorCode) {
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
    number = result
  }

  deinit {
    close(number)
  }
}

/// A pipe, or a pair of sockets used as one.
struct OwnedPipe: ~Copyable {
  var read: OwnedDescriptor
  var write: OwnedDescriptor

  /// Takes over the two ends that a call has returned, or the negated `errno`.
  init(_ ends: Int64) throws(ErrorCode) {
    let first = try OwnedDescriptor(CInt(truncatingIfNeeded: ends))
    let second = try OwnedDescriptor(CInt(ends >> 32))
    read = first
    write = second
  }

  consuming func takeRead() -> OwnedDescriptor { read }
  consuming func takeWrite() -> OwnedDescriptor { write }
}
