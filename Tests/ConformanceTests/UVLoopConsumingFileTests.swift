import Glibc
import Testing
import UVBridge

/// Files whose poll uses up what it finds have an epoll set of their own.
@Suite("UVLoop, files whose poll uses a change up")
struct UVLoopConsumingFileTests {
  @Test("the set of its own is closed at deregistering, when its number is taken over, and at the loop's end")
  func descriptors() async {
    await #expect(processExitsWith: .success) {
      // libuv keeps a pipe for signals from the first loop on.
      do { _ = try UVLoop() }
      let mounts = open("/proc/self/mounts", O_RDONLY)
      let others = (0..<3).map { _ in open("/proc/self/mounts", O_RDONLY) }
      let before = openDescriptorCount()
      do {
        var loop = try UVLoop()
        let idle = openDescriptorCount()
        for trigger in [Trigger.level, .edge, .oneShot] {
          let token = try loop.register(mounts, for: .priority, trigger: trigger)
          precondition(openDescriptorCount() == idle + 1)
          _ = try loop.turn()
          try loop.modify(token, for: .priority)
          precondition(openDescriptorCount() == idle + 1)
          try loop.deregister(token)
          precondition(openDescriptorCount() == idle)
        }
        // A regular file cannot be waited for, and leaves nothing behind.
        let file = open("/proc/self/exe", O_RDONLY)
        precondition(loop.refusal(registering: file, for: .priority) == .notPermitted)
        close(file)
        precondition(openDescriptorCount() == idle)
        let token = try loop.register(others[0], for: .readable)
        try loop.modify(token, for: .priority)
        precondition(openDescriptorCount() == idle + 1)
        // A duplicate keeps the old file open.
        let duplicate = dup(others[0])
        dup2(mounts, others[0])
        _ = try loop.register(others[0], for: .priority)
        close(duplicate)
        precondition(openDescriptorCount() == idle + 1)
        _ = try loop.register(others[1], for: .priority)
        _ = try loop.register(others[2], for: .priority)
        precondition(openDescriptorCount() == idle + 3)
        _ = try loop.turn()
        precondition(loop.statistics.rebuilds == 0)
      }
      precondition(openDescriptorCount() == before)
    }
  }

  @Test("without a descriptor left a registration is refused with EMFILE, and all is as before")
  func noDescriptorLeft() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let mounts = open("/proc/self/mounts", O_RDONLY)
      let other = open("/proc/self/mounts", O_RDONLY)
      let pair = Ends.socketPair()
      pair.write()
      let readable = try loop.register(pair.reading, for: .readable)
      let token = try loop.register(other, for: .readable)
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      var none = rlimit(rlim_cur: 0, rlim_max: limit.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
      precondition(loop.refusal(registering: mounts, for: .priority) == .tooManyFiles)
      precondition(loop.refusal(modifying: token, for: .priority) == .tooManyFiles)
      let events = try loop.turn()
      precondition(Set(events) == [.ready(readable, .readable), .ready(token, .readable)])
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      try loop.modify(token, for: .priority)
      _ = try loop.register(mounts, for: .priority)
      let later = try loop.turn()
      precondition(later.contains(.ready(readable, .readable)))
      precondition(!later.contains(.ready(token, .readable)))
    }
  }
}
