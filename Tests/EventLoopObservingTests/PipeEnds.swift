import Glibc
import Synchronization

/// Both ends of a pipe, which are closed when nobody uses them any more.
final class PipeEnds: Sendable {
  let reading: CInt
  let writing: CInt
  private let isWritingClosed = Atomic(false)

  init() throws {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure() }
    // A program that another test starts must not keep the pipe open.
    for end in ends { _ = (fcntl(end, F_SETFD, FD_CLOEXEC), fcntl(end, F_SETFL, O_NONBLOCK)) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    closeWriting()
  }

  func write() {
    precondition(Glibc.write(writing, "x", 1) == 1)
  }

  func read() {
    var byte: UInt8 = 0
    precondition(Glibc.read(reading, &byte, 1) == 1)
  }

  func closeWriting() {
    guard !isWritingClosed.exchange(true, ordering: .relaxed) else { return }
    close(writing)
  }

  private struct Failure: Error {}
}
