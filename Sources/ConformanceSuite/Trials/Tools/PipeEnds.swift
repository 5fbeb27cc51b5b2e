internal import EventLoopAPI

/// The numbers of a pipe's ends, or of connected sockets, which a trial closes when it is their turn.
struct PipeEnds {
  let read: CInt
  let write: CInt

  /// Takes the two ends that a call has returned, or the negated `errno`.
  init(_ ends: Int64) throws(ErrorCode) {
    guard ends >= 0 else { throw ErrorCode(rawValue: CInt(truncatingIfNeeded: -ends)) }
    read = CInt(truncatingIfNeeded: ends)
    write = CInt(ends >> 32)
  }
}
