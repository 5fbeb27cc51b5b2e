import CUV
import Glibc
import Testing
import UVBridge

@testable import ConformanceSuite

/// Files whose poll uses up what it finds have an epoll set of their own.
@Suite("UVLoop, files whose poll uses a change up")
struct UVLoopConsumingFileTests {
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
      precondition(loop.refusal(registering: mounts, for: .readable) == .tooManyFiles)
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

  @Test("a change is told on a loop of the application's, and through the turn before its set is made anew")
  func adoptedAndMadeAnew() async {
    await #expect(processExitsWith: .success) {
      // Of the process's own, as a change of the host's name is told in all others as well.
      guard (try? ObjectTable.systemFile(.mounts)) != nil else { return }
      let table = open("/proc/thread-self/mounts", O_RDONLY)
      let foreign = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
      precondition(uv_loop_init(foreign) == 0)
      do {
        var loop = try UVLoop(adopting: UnsafeMutableRawPointer(foreign))
        let token = try loop.register(table, for: .priority, trigger: .edge)
        let events = try loop.turnAfterChange()
        precondition(events == [.ready(token, [.priority, .error])])
        try loop.deregister(token)
      }
      uv_run(foreign, UV_RUN_NOWAIT)
      precondition(uv_loop_close(foreign) == 0)
      var loop = try UVLoop()
      let token = try loop.register(table, for: .priority)
      try loop.requireNothing()
      let pair = Ends.socketPair()
      let ghost = try loop.register(pair.reading, for: .readable)
      try loop.requireNothing()
      _ = dup(pair.reading)
      close(pair.reading)
      try loop.deregister(ghost)
      let events = try loop.turnAfterChange()
      precondition(events == [.ready(token, [.priority, .error])])
      precondition(loop.statistics.rebuilds == 1)
      let later = try loop.turnAfterChange()
      precondition(later == [.ready(token, [.priority, .error])])
    }
  }

  @Test("while a change is owed the poll descriptor is readable and no wait sleeps, and modifying forgets it")
  func owed() async {
    await #expect(processExitsWith: .success) {
      // Of the process's own, as a change of the host's name is told in all others as well.
      guard (try? ObjectTable.systemFile(.mounts)) != nil else { return }
      var loop = try UVLoop(.bridged, batchCapacity: 1)
      let tables = (0..<3).map { _ in open("/proc/thread-self/mounts", O_RDONLY) }
      var tokens: Set<Token> = []
      for table in tables {
        tokens.insert(try loop.register(table, for: .priority))
      }
      try loop.requireNothing()
      var events = try loop.turnAfterChange()
      precondition(loop.isReadable)
      events += try loop.turn(.forever)
      precondition(Set(events).count == 2)
      for case .ready(let token, [.priority, .error]) in events {
        tokens.remove(token)
      }
      precondition(tokens.count == 1 && loop.isReadable)
      for token in tokens {
        try loop.modify(token, for: .priority)
      }
      try loop.requireNothing()
      precondition(!loop.isReadable)
    }
  }
}

extension UVLoop {
  /// Whether who watches the poll descriptor sees that there is something.
  fileprivate var isReadable: Bool {
    var entry = pollfd(fd: pollDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) == 1
  }

  /// The events of one wait after a mount has come and gone.
  fileprivate mutating func turnAfterChange() throws -> [Event] {
    try ObjectTable.change(KernelObject(descriptor: STDERR_FILENO, kind: .mounts, file: 0))
    return try turn()
  }

  fileprivate mutating func requireNothing() throws {
    let events = try turn()
    precondition(events.isEmpty)
  }
}
