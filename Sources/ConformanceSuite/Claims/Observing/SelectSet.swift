internal import CObjects
internal import Glibc

/// Descriptors that select(2) is asked whether they can be read, or written.
struct SelectSet {
  /// The first number that select(2) cannot be asked for, FD_SETSIZE.
  static let limit: CInt = 1024

  private let asked: fd_set
  private var answered = fd_set()
  private let end: CInt

  /// Makes a set of descriptors, all of them below ``limit``.
  init(_ descriptors: some Collection<CInt>) {
    var set = fd_set()
    // Safety: the kernel's set is an array of longs, in the machine's byte order, with a bit for each number;
    // each number is below its size.
    withUnsafeMutableBytes(of: &set) { bytes in
      let words = bytes.bindMemory(to: UInt.self)
      for descriptor in descriptors {
        precondition(0 <= descriptor && descriptor < Self.limit, "select knows no such number")
        words[Int(descriptor) / UInt.bitWidth] |= 1 << UInt(Int(descriptor) % UInt.bitWidth)
      }
    }
    asked = set
    end = (descriptors.max() ?? -1) + 1
  }

  /// Asks without blocking, and returns how many can be read, or written, or a negative number for an error.
  mutating func select(forWriting: Bool = false) -> CInt {
    answered = asked
    var none = timeval()
    return forWriting
      ? Glibc.select(end, nil, &answered, nil, &none) : Glibc.select(end, &answered, nil, nil, &none)
  }
}
