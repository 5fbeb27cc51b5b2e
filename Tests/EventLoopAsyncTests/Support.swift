import EventLoopAPI
import EventLoopAsync
import Glibc

/// A pair of connected sockets that do not block, closed when it goes.
final class SocketPair: Sendable {
  let near: CInt
  let far: CInt

  init() throws {
    var ends: [CInt] = [-1, -1]
    let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw ErrorCode(rawValue: errno) }
    near = ends[0]
    far = ends[1]
  }

  deinit {
    close(near)
    close(far)
  }

  /// Makes the near end readable.
  func send(_ count: Int = 1) {
    let bytes = [UInt8](repeating: 7, count: count)
    let result = write(far, bytes, count)
    precondition(result == count, "there is room")
  }

  /// Takes what the near end has to read, and returns how much it was.
  @discardableResult
  func drain() -> Int {
    var bytes = [UInt8](repeating: 0, count: 65536)
    return read(near, &bytes, bytes.count)
  }

  /// Fills the near end, so that it is not writable.
  func fill() {
    let bytes = [UInt8](repeating: 7, count: 65536)
    while write(near, bytes, bytes.count) > 0 {}
  }

  /// Reads all at the far end, so that the near one is writable.
  func empty() {
    var bytes = [UInt8](repeating: 0, count: 65536)
    while read(far, &bytes, bytes.count) > 0 {}
  }
}
