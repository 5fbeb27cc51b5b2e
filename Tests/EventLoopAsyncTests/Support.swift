import EventLoopAPI
import Glibc
import Synchronization

@testable import EventLoopAsync

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

  /// Makes the far end readable.
  func reply() {
    var byte: UInt8 = 7
    let result = write(near, &byte, 1)
    precondition(result == 1, "there is room")
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

  /// Tells the near end that the far one is gone.
  func hangUp() {
    shutdown(far, CInt(SHUT_RDWR))
  }
}

extension AsyncEventLoop where Loop: ~Copyable {
  /// Lets other jobs run until somebody waits for a descriptor; the caller is on the loop's thread.
  func untilAwaited(_ descriptor: CInt, _ direction: WaitDirection) async {
    await until {
      watches.indices.contains(Int(descriptor)) && watches[Int(descriptor)][direction] != nil
    }
  }

  /// Lets other jobs run until this many tasks sleep; the caller is on the loop's thread.
  func untilAsleep(_ count: Int) async {
    await until { sleepers.count >= count }
  }

  /// Ends the program instead of hanging if the condition never holds.
  private func until(_ condition: () -> Bool) async {
    for _ in 0..<10_000_000 {
      if condition() { return }
      await Task.yield()
    }
    preconditionFailure("nobody waits")
  }
}

/// What a wait came to, for comparison.
func outcome(
  _ wait: () async throws(AsyncLoopError) -> Readiness
) async -> Result<Readiness, AsyncLoopError> {
  do throws(AsyncLoopError) {
    return .success(try await wait())
  } catch {
    return .failure(error)
  }
}

/// What the tasks of a test share.
final class Progress: Sendable {
  let isOver = Atomic(false)
  let steps = Atomic(0)
}
