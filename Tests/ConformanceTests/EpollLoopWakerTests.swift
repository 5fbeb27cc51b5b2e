import EventLoopAPI
import Glibc
import Synchronization
import Testing

@testable import ConformanceSuite
@testable import EpollCore

@Suite("The native loop's waker")
struct EpollLoopWakerTests {
  @Test("a wake before the wait is told by it, once")
  func before() throws {
    var loop = try EpollLoop()
    loop.waker.wake()
    #expect(try loop.turn(.forever) == [.wake])
    #expect(try loop.turn() == [])
  }

  @Test("a wake ends a wait that sleeps, with nothing registered either")
  func during() throws {
    var loop = try EpollLoop()
    let waker = loop.waker
    for _ in 0..<20 {
      #expect(try loop.turn(.forever) { waker.wake() } == [.wake])
    }
    #expect(loop.statistics.wakeEvents == 20)
  }

  @Test("wakes before one wait give one event, whichever waker they come from")
  func coalescing() throws {
    var loop = try EpollLoop()
    let first = loop.waker
    let second = loop.waker
    for _ in 0..<1000 {
      first.wake()
      second.wake()
    }
    #expect(try loop.turn() == [.wake])
    #expect(try loop.turn() == [])
    #expect(loop.statistics.wakeEvents == 1)
  }

  @Test("a wake that comes while a batch is read is told by the next wait at the latest")
  func inTheBatch() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .edge)
    try pair.write()
    try loop.wait(.poll)
    loop.waker.wake()
    var events = loop.rest()
    if !events.contains(.wake) { events += try loop.turn(loop.patience) }
    #expect(events == [.ready(token, .readable), .wake])
    #expect(try loop.turn() == [])
  }

  @Test("a wake that comes after the wake of the batch was told is told by the next wait")
  func afterTheBatch() throws {
    var loop = try EpollLoop()
    for _ in 0..<10 {
      loop.waker.wake()
      try loop.wait(.forever)
      #expect(loop.next() == .wake)
      loop.waker.wake()
      #expect(loop.next() == nil)
      #expect(try loop.turn(.forever) == [.wake])
    }
    #expect(try loop.turn() == [])
  }

  @Test("a waker may outlive its loop, and does nothing then")
  func afterTheLoop() throws {
    var wakers: [EpollWaker] = []
    for _ in 0..<100 {
      let loop = try EpollLoop()
      wakers.append(loop.waker)
      _ = consume loop
    }
    // Others get the numbers that the loops had: none of them may be written to.
    var loop = try EpollLoop()
    let pair = try Pair.pipe()
    let token = try loop.register(pair.near, for: .readable)
    for waker in wakers {
      waker.wake()
      waker.wake()
    }
    #expect(try loop.turn() == [])
    wakers = []
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
  }

  @Test("no wake of eight threads is lost")
  func threads() throws {
    var loop = try EpollLoop()
    let waker = loop.waker
    let rounds = 2000
    let requests = Counter()
    let threads = (0..<8).map { _ in
      SecondThread {
        for _ in 0..<rounds {
          requests.add()
          waker.wake()
        }
      }
    }
    let patience = loop.patience
    var isLost = false
    while requests.value < 8 * rounds, !isLost {
      // Whoever counts also wakes, so that a wait which begins before the last count must end.
      let events = try loop.turn(patience)
      isLost = events != [.wake]
    }
    for thread in threads { thread.join() }
    #expect(!isLost)
    _ = try loop.turn()
    #expect(try loop.turn() == [])
    #expect(loop.statistics.wakeEvents <= 8 * UInt64(rounds))
  }

  @Test("each wake of another thread is told before that thread goes on")
  func handshakes() throws {
    var loop = try EpollLoop()
    let waker = loop.waker
    let told = Counter()
    let rounds = 5000
    let thread = SecondThread {
      for round in 0..<rounds {
        waker.wake()
        while told.value <= round { sched_yield() }
      }
    }
    let patience = loop.patience
    for _ in 0..<rounds {
      guard try loop.turn(patience) == [.wake] else {
        told.add(rounds)
        break
      }
      told.add()
    }
    thread.join()
    #expect(told.value == rounds)
    #expect(loop.statistics.wakeEvents == UInt64(rounds))
  }

  @Test("only a wake that finds the loop asleep is written to the eventfd")
  func writes() async {
    // A process of its own, in which no other eventfd is made.
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      let waker = loop.waker
      for _ in 0..<10 { waker.wake() }
      #expect(try loop.turn(.forever) == [.wake])
      waker.wake()
      #expect(try loop.turn() == [.wake])
      #expect(try eventfdCount(of: waker) == 0)
      for round in 1...5 {
        #expect(
          try loop.turn(.forever) {
            waker.wake()
            waker.wake()
          } == [.wake])
        #expect(try eventfdCount(of: waker) == round)
        // The second of the two may have come after the first was told.
        _ = try loop.turn()
      }
    }
  }

  @Test("once the poll descriptor was asked for, a wake is written though the loop does not sleep")
  func writesForOthers() throws {
    var loop = try EpollLoop()
    let waker = loop.waker
    waker.wake()
    #expect(try eventfdCount(of: waker) == 0)
    #expect(isReadable(loop.pollDescriptor), "a wake that was there before shows as well")
    #expect(try eventfdCount(of: waker) == 1)
    #expect(try loop.turn() == [.wake])
    #expect(!isReadable(loop.pollDescriptor))
    waker.wake()
    waker.wake()
    #expect(try eventfdCount(of: waker) == 2)
    #expect(isReadable(loop.pollDescriptor))
    #expect(try loop.turn() == [.wake])
  }

  @Test("a signal handler wakes a loop that sleeps")
  func signalHandler() async {
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      handlersWaker.withLock { $0 = loop.waker }
      signal(SIGUSR1) { _ in handlersWaker.withLockIfAvailable { $0?.wake() } }
      // The threads of the concurrency runtime block signals.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGUSR1)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      let thread = pthread_self()
      for _ in 0..<100 {
        #expect(try loop.turn(.forever) { pthread_kill(thread, SIGUSR1) } == [.wake])
      }
    }
  }

  @Test("a wake leaves errno as it was")
  func errorNumber() throws {
    let loop = try EpollLoop()
    errno = 77
    loop.waker.wake()
    #expect(errno == 77)
  }
}

/// The waker that a signal handler uses.
private let handlersWaker = Mutex<EpollWaker?>(nil)

/// What has been written to a waker's eventfd, which nobody reads.
private func eventfdCount(of waker: EpollWaker) throws -> Int {
  let file = try #require(fopen("/proc/self/fdinfo/\(waker.state.descriptor)", "r"))
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 200)
  while let text = fgets(&line, CInt(line.count), file).map({ String(cString: $0) }) {
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.first == "eventfd-count:" {
      return try #require(Int(words[1], radix: 16))
    }
  }
  throw ErrorCode.notFound
}

/// A number that several threads count up.
private final class Counter: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .sequentiallyConsistent) }

  func add(_ more: Int = 1) {
    count.add(more, ordering: .sequentiallyConsistent)
  }
}
