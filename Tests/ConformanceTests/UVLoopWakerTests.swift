import Glibc
import Synchronization
import Testing
import UVBridge

@Suite("The libuv loop's waker")
struct UVLoopWakerTests {
  @Test(
    "a waker works from many threads, and does nothing after the loop's life",
    arguments: UVLoop.Profile.allCases
  )
  func threads(profile: UVLoop.Profile) async throws {
    let tally = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
      try await Self.loseLoop(profile, wokenBy: &group, tally)
      tally.isDone.store(true, ordering: .relaxed)
      try await group.waitForAll()
    }
    #expect(tally.wakes.load(ordering: .relaxed) > 0)
  }

  /// What the waking threads share.
  private final class Tally: Sendable {
    let isDone = Atomic<Bool>(false)
    let wakes = Atomic<Int>(0)
  }

  /// Waits for many wakes, and lets the loop go while they still come.
  private static func loseLoop(
    _ profile: UVLoop.Profile,
    wokenBy group: inout ThrowingTaskGroup<Void, any Error>,
    _ tally: Tally
  ) async throws {
    var loop = try UVLoop(profile)
    let waker = loop.waker
    for _ in 0..<8 {
      group.addTask {
        while !tally.isDone.load(ordering: .relaxed) {
          waker.wake()
          tally.wakes.add(1, ordering: .relaxed)
          await Task.yield()
        }
      }
    }
    await Task.yield()
    for _ in 0..<200 {
      // Not without limit: the waking tasks may have no other thread to run on.
      let events = try loop.turn(for: .milliseconds(1))
      #expect(events.allSatisfy { $0 == .wake })
      await Task.yield()
    }
  }

  @Test("a waker outlives its loop, keeps errno, and works from a signal handler")
  func signalHandler() async {
    await #expect(processExitsWith: .success) {
      handlerWaker = nil
      do {
        var loop = try UVLoop()
        handlerWaker = loop.waker
        signal(SIGUSR1) { _ in handlerWaker?.wake() }
        unblock(SIGUSR1)
        raise(SIGUSR1)
        errno = 42
        raise(SIGUSR1)
        precondition(errno == 42)
        let events = try loop.turn(.forever)
        precondition(events == [.wake])
        let rest = try loop.turn()
        precondition(rest.isEmpty)
      }
      raise(SIGUSR1)
    }
  }

  @Test("wakes that come while the set is made anew, again and again, are not lost")
  func rebuilds() async {
    // A process of its own, in which nobody else takes the numbers that are closed early.
    await #expect(processExitsWith: .success) {
      let tally = Tally()
      try await withThrowingTaskGroup(of: Void.self) { group in
        // Also after an error, or the group would wait for ever.
        defer { tally.isDone.store(true, ordering: .relaxed) }
        var loop = try UVLoop()
        let waker = loop.waker
        for _ in 0..<4 {
          group.addTask {
            while !tally.isDone.load(ordering: .relaxed) {
              waker.wake()
              tally.wakes.add(1, ordering: .relaxed)
              await Task.yield()
            }
          }
        }
        for _ in 0..<100 {
          let pair = Ends.socketPair()
          let duplicate = dup(pair.reading)
          let token = try loop.register(pair.reading, for: .readable)
          close(pair.reading)
          try loop.deregister(token)
          let isWoken = try loop.turn().allSatisfy { $0 == .wake }
          precondition(isWoken, "nothing but wakes is told")
          close(pair.writing)
          close(duplicate)
          await Task.yield()
        }
        tally.isDone.store(true, ordering: .relaxed)
        try await group.waitForAll()
        _ = try loop.turn()
        waker.wake()
        let events = try loop.turn(for: .seconds(5))
        let rebuilds = loop.statistics.rebuilds
        precondition(events == [.wake] && rebuilds == 100, "\(events) after \(rebuilds) rebuilds")
      }
    }
  }

  @Test("the poll descriptor tells of a registration and of a wake before any wait")
  func pollDescriptor() throws {
    var loop = try UVLoop()
    let isReadable = { (descriptor: CInt) in
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return poll(&entry, 1, 0) == 1
    }
    var before = isReadable(loop.pollDescriptor)
    #expect(!before)
    loop.waker.wake()
    before = isReadable(loop.pollDescriptor)
    #expect(before)
    #expect(try loop.turn() == [.wake])
    let pair = Ends.socketPair()
    pair.write()
    for trigger in [Trigger.level, .edge] {
      let token = try loop.register(pair.reading, for: .readable, trigger: trigger)
      let after = isReadable(loop.pollDescriptor)
      #expect(after)
      #expect(try loop.turn() == [.ready(token, .readable)])
      try loop.deregister(token)
      let end = isReadable(loop.pollDescriptor)
      #expect(!end)
    }
    pair.close()
  }
}

nonisolated(unsafe) private var handlerWaker: UVWaker?
