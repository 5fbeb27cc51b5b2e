import CallCounts
import Glibc
import Testing
import UVBridge

@Suite("The libuv loop when its set is made anew, or cannot be")
struct UVLoopRebuildTests {
  @Test("without a descriptor left the wait is refused, and the next one succeeds")
  func noDescriptorLeft() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let other = Ends.socketPair()
      let token = try loop.register(other.reading, for: .readable)
      let duplicate = try loop.leaveGhost()
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      var none = rlimit(rlim_cur: 3, rlim_max: limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
      for _ in 0..<2 {
        let refusal = loop.refusalToWait()
        precondition(refusal == .tooManyFiles)
      }
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      other.write()
      let events = try loop.turn(.forever)
      precondition(events == [.ready(token, .readable)] && loop.statistics.rebuilds == 1)
      close(duplicate)
    }
  }

  @Test("an interest that was taken back is not watched for in the new set")
  func interestTakenBack() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: [.readable, .writable])
    _ = try loop.turn()
    try loop.modify(token, for: .readable, trigger: .level)
    let duplicate = try loop.leaveGhost()
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 1)
    var entry = pollfd(fd: loop.pollDescriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&entry, 1, 0) == 0, "the kernel's set reports what nobody asks for")
    pair.write()
    #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    close(duplicate)
    pair.close()
  }

  @Test("after libuv has given up its set all is refused with ENOTRECOVERABLE, and the end is no abort")
  func lost() async {
    await #expect(processExitsWith: .success) {
      let waker: UVWaker
      do {
        var loop = try UVLoop()
        waker = loop.waker
        let other = Ends.socketPair()
        let token = try loop.register(other.reading, for: .readable)
        _ = try loop.leaveGhost()
        call_counts_set_loop_fork_result(-EMFILE)
        for _ in 0..<2 {
          let refusal = loop.refusalToWait()
          precondition(refusal == .notRecoverable)
        }
        precondition(loop.refusal(registering: other.writing) == .notRecoverable)
        precondition(loop.refusal(modifying: token) == .notRecoverable)
        waker.wake()
      }
      waker.wake()
    }
  }
}

extension UVLoop {
  /// Closes a registered descriptor while a duplicate lives, deregisters it, and returns the duplicate.
  mutating func leaveGhost() throws -> CInt {
    let pair = Ends.socketPair()
    let duplicate = dup(pair.reading)
    let token = try register(pair.reading, for: .readable)
    _ = try turn()
    close(pair.reading)
    try deregister(token)
    return duplicate
  }

  fileprivate mutating func refusalToWait() -> ErrorCode? {
    do throws(LoopError) {
      try wait(.poll)
      return nil
    } catch {
      return error.code
    }
  }
}
