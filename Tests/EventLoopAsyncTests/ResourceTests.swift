import CallCounts
import EpollCore
import Glibc
import Testing
import UVBridge

@testable import EventLoopAsync

@Suite("What a loop takes", .timeLimit(.minutes(30)))
struct ResourceTests {
  @Test("no descriptor, no thread and no loop is left after a shutdown")
  func nothingLeft() async {
    // A process of its own, since other tests open descriptors and make threads.
    await #expect(processExitsWith: .success) {
      // The first time the language makes threads of its own, and libuv opens what it keeps.
      try await useBoth()
      let (descriptors, threads) = (count("fd"), count("task"))
      for _ in 0..<20 { try await useBoth() }
      precondition(count("fd") == descriptors, "no descriptor is left")
      // The language may have made another one for each processor.
      precondition(count("task") < threads + 20, "no thread is left")
    }
  }

  @Test("ten thousand pairs are served at once")
  func manyTasks() async {
    // A process of its own, as other tests count on the numbers of their descriptors.
    await #expect(processExitsWith: .success) {
      let count = min(10_000, (descriptorLimit() - 100) / 2)
      try await serve(count, on: EpollLoop.self)
      try await serve(count, on: UVLoop.self)
    }
  }

  @Test("who waits for the same again costs no call of epoll_ctl")
  func interestIsKept() async throws {
    try await withEventLoop(EpollLoop.self) { loop in
      let pair = try SocketPair()
      func round() async throws {
        pair.send()
        _ = try await loop.readable(pair.near)
        pair.drain()
        // In the next turn the loop has told the kernel what it had to.
        try await loop.sleep(until: .beginning)
      }
      try await round()
      let before = call_counts_epoll_ctl()
      for _ in 0..<1000 { try await round() }
      #expect(call_counts_epoll_ctl() == before)
      await loop.forget(pair.near)
    }
  }

  @Test("readiness and hangup that nobody awaits let the loop sleep, and are told when they are awaited")
  func unawaited() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pairs = [try SocketPair(), try SocketPair()]
        for pair in pairs {
          pair.send()
          _ = try await loop.readable(pair.near)
        }
        pairs[1].hangUp()
        let before = loop.loop.pointee.statistics.waits
        for _ in 0..<10 { try await loop.sleep(for: .milliseconds(5)) }
        // A loop that is told again and again would come to thousands.
        #expect(loop.loop.pointee.statistics.waits - before < 100)
        for pair in pairs {
          #expect(try await loop.readable(pair.near).contains(.readable))
          await loop.forget(pair.near)
        }
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }

  @Test(
    "a wait allocates nothing of its own in the steady state",
    .enabled(if: call_counts_has_allocations(), "a sanitizer has an allocator of its own"))
  func allocations() async throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
      try await withEventLoop(type) { loop in
        let pair = try SocketPair()
        func rounds(_ count: Int) async throws {
          var bytes: [UInt8] = [0]
          for _ in 0..<count {
            pair.send()
            _ = try await loop.readable(pair.near)
            _ = read(pair.near, &bytes, 1)
            try await loop.sleep(until: .beginning)
          }
        }
        try await rounds(100)
        let before = call_counts_allocations()
        try await rounds(1000)
        let allocated = call_counts_allocations() - before
        // `send` makes an array each time; without optimization the language allocates three times beside.
        #if DEBUG
        #expect(allocated < 4050)
        #else
        #expect(allocated < 1050)
        #endif
        await loop.forget(pair.near)
      }
    }
    try await check(EpollLoop.self)
    try await check(UVLoop.self)
  }
}

/// Has this many tasks wait at once, three times, each for a pair of its own.
private func serve<Loop: EventLoop & ~Copyable>(_ count: Int, on type: Loop.Type) async throws {
  try await withEventLoop(type) { loop in
    let total = Counter(on: loop)
    try await withThrowingTaskGroup { group in
      for _ in 0..<count {
        group.addTask {
          let pair = try SocketPair()
          for _ in 0..<3 {
            async let readiness = loop.readable(pair.near)
            await loop.untilAwaited(pair.near, .reading)
            pair.send()
            if try await readiness.contains(.readable), pair.drain() == 1 { await total.increment() }
          }
          await loop.forget(pair.near)
        }
      }
      try await group.waitForAll()
    }
    let served = await total.value
    precondition(served == 3 * count, "\(served) of \(3 * count) were served")
  }
}

private func useBoth() async throws {
  try await use(EpollLoop.self)
  try await use(UVLoop.self)
}

/// Makes two loops and shuts them down, one of them while descriptors are watched.
private func use<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) async throws {
  try await withEventLoop(type) { loop in
    let pair = try SocketPair()
    let socket = try AsyncSocket(owning: dup(pair.near), on: loop)
    async let reading = outcome { () throws(AsyncLoopError) in
      try await loop.readable(socket.descriptor)
    }
    await loop.untilAwaited(socket.descriptor, .reading)
    pair.send()
    _ = await reading
  }
  weak var loopThatWas: AsyncEventLoop<Loop>?
  do {
    let loop = try AsyncEventLoop<Loop>()
    loopThatWas = loop
    await loop.shutdown()
  }
  precondition(loopThatWas == nil, "the loop is gone")
}

/// The entries of a folder of this process.
private func count(_ folder: String) -> Int {
  guard let directory = opendir("/proc/self/\(folder)") else { return -1 }
  defer { closedir(directory) }
  var count = 0
  while readdir(directory) != nil { count += 1 }
  return count
}

/// How many descriptors this process may have, after as much was asked for as is allowed.
private func descriptorLimit() -> Int {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return 1024 }
  limit.rlim_cur = limit.rlim_max
  setrlimit(__rlimit_resource_t(7), &limit)
  getrlimit(__rlimit_resource_t(7), &limit)
  return Int(clamping: limit.rlim_cur)
}
