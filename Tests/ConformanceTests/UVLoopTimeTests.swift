import CEpoll
import CallCounts
import Glibc
import Synchronization
import Testing
import UVBridge

@Suite("The libuv loop keeps time, order and fairness")
struct UVLoopTimeTests {
  @Test("timers come in the order of their deadlines, never early")
  func timers() throws {
    var loop = try UVLoop()
    let start = loop.now
    var deadlines: [TimerToken: Instant] = [:]
    for offset in [5_300_000, 2_000_001, 2_000_000, 3_999_999] {
      let deadline = start + .nanoseconds(offset)
      deadlines[try loop.schedule(at: deadline)] = deadline
    }
    var fired: [Instant] = []
    while loop.nextDeadline != nil {
      for event in try loop.turn(.forever) {
        guard case .timer(let timer) = event, let deadline = deadlines[timer] else { continue }
        #expect(loop.now >= deadline)
        fired.append(deadline)
      }
    }
    #expect(fired == deadlines.values.sorted())
  }

  @Test("a timer that is cancelled while it is due never fires")
  func cancelled() throws {
    var loop = try UVLoop()
    let first = try loop.schedule(at: .beginning)
    let second = try loop.schedule(at: .beginning)
    try loop.wait(.forever)
    let event = loop.next()
    #expect(event == .timer(first))
    let wasToFire = loop.cancel(second)
    #expect(wasToFire)
    let none = loop.next()
    #expect(none == nil)
  }

  @Test("a batch gives readiness, then timers, then the wake")
  func order() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    loop.waker.wake()
    loop.waker.wake()
    let timer = try loop.schedule(at: .beginning)
    let token = try loop.register(pair.writing, for: .writable)
    #expect(try loop.turn(.forever) == [.ready(token, .writable), .timer(timer), .wake])
    #expect(try loop.turn() == [.ready(token, .writable)])
    pair.close()
  }

  @Test("unread events are kept by the next wait, and those of an ended registration are not")
  func unread() throws {
    var loop = try UVLoop()
    let (first, second) = (Ends.socketPair(), Ends.socketPair())
    let firstToken = try loop.register(first.reading, for: .readable)
    let secondToken = try loop.register(second.reading, for: .readable)
    first.write()
    second.write()
    try loop.wait(.poll)
    try loop.wait(.forever)
    try loop.deregister(firstToken)
    try loop.modify(secondToken, for: [.readable, .writable])
    #expect(try loop.turn(.forever) == [.ready(secondToken, .readable)])
    #expect(loop.statistics.staleReports == 1)
    first.close()
    second.close()
  }

  @Test("a wait keeps its deadline under signals")
  func signals() async {
    await #expect(processExitsWith: .success) {
      signal(SIGALRM) { _ in signalCount.add(1, ordering: .relaxed) }
      unblock(SIGALRM)
      // A timer's signal would go to any thread; this one is to be disturbed.
      var disturber = pthread_t()
      pthread_create(&disturber, nil, disturb, UnsafeMutableRawPointer(bitPattern: UInt(pthread_self())))
      var loop = try UVLoop()
      let deadline = loop.now + .milliseconds(150)
      let events = try loop.turn(.until(deadline))
      precondition(events.isEmpty)
      precondition(loop.now >= deadline)
      precondition(loop.statistics.waits == 1)
      precondition(signalCount.load(ordering: .relaxed) > 0)
      let scheduled = try loop.schedule(after: .milliseconds(150))
      let fired = try loop.turn(.forever)
      precondition(fired == [.timer(scheduled)])
    }
  }

  @Test("each of many ready registrations is reported within its share of waits", arguments: [1, 3, 7, 64])
  func fairness(batchCapacity: Int) throws {
    var loop = try UVLoop(.bridged, batchCapacity: batchCapacity)
    let descriptors = Ends.readable(count: 40)
    var tokens: [Token] = []
    for (position, descriptor) in descriptors.enumerated() {
      let trigger: Trigger = [.level, .edge, .level, [.level, .wakeUp], .oneShot][position % 5]
      tokens.append(try loop.register(descriptor, for: .readable, trigger: trigger))
    }
    var seen: Set<Token> = []
    for _ in 0..<(40 + batchCapacity - 1) / batchCapacity {
      let events = try loop.turn()
      #expect(events.count <= batchCapacity)
      for case .ready(let token, _) in events { seen.insert(token) }
    }
    #expect(seen == Set(tokens))
    descriptors.forEach { close($0) }
  }

  @Test("edges that do not fit into one batch come in the next ones, each once")
  func edgesBeyondBatch() throws {
    var loop = try UVLoop(.bridged, batchCapacity: 4)
    let descriptors = Ends.readable(count: 10)
    for descriptor in descriptors {
      _ = try loop.register(descriptor, for: .readable, trigger: .edge)
    }
    #expect(try (0..<4).map { _ in try loop.turn().count } == [4, 4, 2, 0])
    descriptors.forEach { close($0) }
  }

  @Test("what is no longer ready when its turn comes is not reported")
  func staleBacklog() throws {
    var loop = try UVLoop(.bridged, batchCapacity: 1)
    let pairs = (0..<3).map { _ in Ends.socketPair() }
    for pair in pairs {
      pair.write()
      _ = try loop.register(pair.reading, for: .readable)
    }
    #expect(try loop.turn().count == 1)
    pairs.forEach { $0.drain() }
    #expect(try loop.turn() == [])
    pairs.forEach { $0.close() }
  }

  @Test("more than libuv collects at a time is reported all the same, by one look at each of two sets")
  func manyReady() async {
    await #expect(processExitsWith: .success) {
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      limit.rlim_cur = limit.rlim_max
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      let count = Int(min(2500, limit.rlim_cur - 100))
      var loop = try UVLoop(.bridged, batchCapacity: 1000)
      for _ in 0..<count {
        _ = try loop.register(eventfd(1, 0), for: .readable)
      }
      var seen: Set<Token> = []
      let before = call_counts_epoll_wait()
      for _ in 0..<3 {
        for case .ready(let token, _) in try loop.turn() { seen.insert(token) }
      }
      precondition(seen.count == count, "\(seen.count)")
      precondition(call_counts_epoll_wait() - before <= 6)
    }
  }
}

private let signalCount = Atomic<Int>(0)

/// Sends a signal each 10 ms to the thread that the argument names.
private func disturb(_ thread: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  while true {
    usleep(10_000)
    pthread_kill(pthread_t(UInt(bitPattern: thread)), SIGALRM)
  }
}
