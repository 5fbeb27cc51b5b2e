internal import EventLoopAPI

extension LoopError {
  /// Makes an error from a result of libuv or of the calls in CUV, which on Linux is a negated errno.
  init(_ operation: Operation, uv result: CInt) {
    assert(result < 0, "not an error")
    self.init(operation, ErrorCode(rawValue: -result))
  }
}
