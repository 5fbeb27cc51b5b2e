import Glibc
import Testing
import UVBridge

@Suite("The libuv loop in a program without standard input, output and errors")
struct UVLoopStandardDescriptorTests {
  @Test("it can be made and ended, and leaves nothing at the numbers", arguments: UVLoop.Profile.allCases)
  func life(profile: UVLoop.Profile) async {
    await #expect(processExitsWith: .success) { [profile = profile.rawValue as String] in
      try await closeStandardDescriptors()
      do {
        var loop = try UVLoop(UVLoop.Profile(rawValue: profile) ?? .bridged)
        expectNoPlaceholder()
        let pair = Ends.socketPair()
        let token = try loop.register(pair.reading, for: .readable)
        pair.write()
        loop.waker.wake()
        let events = try loop.turn(.forever)
        precondition(events.contains(.ready(token, .readable)))
        try loop.deregister(token)
        pair.close()
      }
      expectNoPlaceholder()
      // Here libuv closes what it has kept.
      exit(EXIT_SUCCESS)
    }
  }

  @Test("its set can be made anew when they were closed since")
  func rebuild() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let pair = Ends.socketPair()
      let duplicate = dup(pair.reading)
      let token = try loop.register(pair.reading, for: .readable)
      _ = try loop.turn()
      close(pair.reading)
      try loop.deregister(token)
      try await closeStandardDescriptors()
      _ = try loop.turn()
      precondition(loop.statistics.rebuilds == 1)
      expectNoPlaceholder()
      close(duplicate)
    }
  }

  @Test("a forked child can end, and make a loop of its own")
  func child() async {
    await #expect(processExitsWith: .success) {
      try await closeStandardDescriptors()
      let loop = try UVLoop()
      let child = forkProcess()
      if child == 0 {
        expectNoPlaceholder()
        do {
          var own = try UVLoop()
          own.waker.wake()
          let events = try own.turn(.forever)
          precondition(events == [.wake])
        }
        expectNoPlaceholder()
        _ = consume loop
        exit(EXIT_SUCCESS)
      }
      var status: CInt = -1
      precondition(waitpid(child, &status, 0) == child && status == 0, "\(status)")
      expectNoPlaceholder()
    }
  }

  @Test("a forked child can end, though the program's first loop was refused")
  func childAfterRefusal() async {
    await #expect(processExitsWith: .success) {
      try await closeStandardDescriptors()
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
      var limit = rlimit()
      precondition(getrlimit(resource, &limit) == 0)
      var none = rlimit(rlim_cur: 1, rlim_max: limit.rlim_max)
      precondition(setrlimit(resource, &none) == 0)
      do throws(LoopError) {
        _ = try UVLoop()
        preconditionFailure("a loop without a descriptor")
      } catch {
        precondition(error == LoopError(.create, .tooManyFiles))
      }
      precondition(setrlimit(resource, &limit) == 0)
      let loop = try UVLoop()
      let child = forkProcess()
      if child == 0 {
        expectNoPlaceholder()
        // Here libuv closes the pipe that it has opened in the child.
        exit(EXIT_SUCCESS)
      }
      var status: CInt = -1
      precondition(waitpid(child, &status, 0) == child && status == 0, "\(status)")
      _ = consume loop
    }
  }

  @Test("threads that make loops at once do not take the placeholders from each other")
  func threads() async {
    await #expect(processExitsWith: .success) {
      try await closeStandardDescriptors()
      await withTaskGroup { group in
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<500 {
              guard let loop = try? UVLoop() else { preconditionFailure("no loop") }
              precondition(loop.pollDescriptor > STDERR_FILENO)
            }
          }
        }
      }
      expectNoPlaceholder()
    }
  }
}

/// Closes them when the language has made the epoll set that its own timers need.
private func closeStandardDescriptors() async throws {
  try await Task.sleep(for: .nanoseconds(1))
  for descriptor in STDIN_FILENO...STDERR_FILENO { close(descriptor) }
}

/// Ends the program if one of the numbers is an epoll set's; another thread may have opened something else.
private func expectNoPlaceholder() {
  for descriptor in STDIN_FILENO...STDERR_FILENO {
    precondition(!isEpollSet(descriptor), "\(descriptor) is taken")
  }
}

private func isEpollSet(_ descriptor: CInt) -> Bool {
  var name = [UInt8](repeating: 0, count: 64)
  let length = readlink("/proc/self/fd/\(descriptor)", &name, name.count)
  return length > 0 && String(decoding: name[..<length], as: UTF8.self) == "anon_inode:[eventpoll]"
}
