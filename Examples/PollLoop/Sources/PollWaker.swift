import EventLoopAPI
import Glibc

/// A handle that makes a ``PollLoop``'s wait return, by a byte in a pipe that lives as long as it does.
final class PollWaker: LoopWaker {
  let reader: CInt
  private let writer: CInt

  init() throws(LoopError) {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw LoopError(.create, ErrorCode(rawValue: errno)) }
    (reader, writer) = (ends[0], ends[1])
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    for end in [reader, writer] { close(end) }
  }

  func wake() {
    var byte: UInt8 = 0
    let saved = errno
    write(writer, &byte, 1)
    errno = saved
  }

  /// Whether there was a wake since the last call.
  func take() -> Bool {
    var (count, byte) = (0, UInt8(0))
    while read(reader, &byte, 1) == 1 { count += 1 }
    return count > 0
  }
}
