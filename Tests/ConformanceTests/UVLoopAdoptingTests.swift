import CUV
import Glibc
import Testing
import UVBridge

@Suite("The libuv loop on a loop of the application's")
struct UVLoopAdoptingTests {
  @Test("timers, polls and wakes of the application work beside ours, and the data of its loop is its own")
  func foreignHandles() throws {
    let foreign = ForeignLoop()
    let (theirs, ours) = (Ends.socketPair(), Ends.socketPair())
    foreign.poll(theirs.reading)
    foreign.startTimer(milliseconds: 2)
    do {
      var loop = try UVLoop(adopting: UnsafeMutableRawPointer(foreign.loop))
      #expect(foreign.counts.pointee == ForeignLoop.Counts())
      let token = try loop.register(ours.reading, for: .readable)
      let edgeToken = try loop.register(ours.writing, for: .writable, trigger: .edge)
      #expect(loop.refusal(registering: ours.reading) == .exists)
      // The application's set holds neither: it is not ours to make anew.
      for descriptor in [ours.reading, ours.writing] {
        #expect(cuv_epoll_control(loop.pollDescriptor, EPOLL_CTL_DEL, descriptor, 0, 0) == -ENOENT)
      }
      theirs.write()
      ours.write()
      foreign.sendAsync()
      #expect(Set(try loop.turn(.forever)) == [.ready(token, .readable), .ready(edgeToken, .writable)])
      ours.drain()
      loop.waker.wake()
      // That there is room again is a new edge of the other end.
      #expect(try loop.turn(.forever) == [.ready(edgeToken, .writable), .wake])
      #expect(try loop.turn(for: .milliseconds(20)) == [])
      let timer = try loop.schedule(after: .milliseconds(1))
      #expect(try loop.turn(.forever) == [.timer(timer)])
      #expect(foreign.counts.pointee.timers == 1)
      #expect(foreign.counts.pointee.asyncs == 1)
      #expect(foreign.counts.pointee.polls > 0)
    }
    foreign.expectUsable(theirs)
    foreign.close()
    theirs.close()
    ours.close()
  }

  @Test(
    "what is closed while a duplicate lives does not touch the application's set", arguments: [false, true])
  func ghost(isLevel: Bool) throws {
    let foreign = ForeignLoop()
    let theirs = Ends.socketPair()
    foreign.poll(theirs.reading)
    do {
      var loop = try UVLoop(adopting: UnsafeMutableRawPointer(foreign.loop))
      let set = loop.pollDescriptor
      let pair = Ends.pipe()
      let duplicate = dup(pair.reading)
      let token = try loop.register(pair.reading, for: isLevel ? .readable : [])
      _ = try loop.turn()
      close(pair.reading)
      try loop.deregister(token)
      close(pair.writing)
      #expect(try loop.turn(for: .milliseconds(5)) == [])
      #expect(loop.statistics.rebuilds == 1)
      #expect(loop.pollDescriptor == set)
      close(duplicate)
      // Closed, not deregistered, and left to the loop's end.
      let other = Ends.socketPair()
      _ = try loop.register(other.reading, for: .readable)
      other.close()
    }
    foreign.expectUsable(theirs)
    foreign.close()
    theirs.close()
  }

  @Test("a loop that ends before its first wait leaves the other one closable, and its waker harmless")
  func unused() throws {
    let foreign = ForeignLoop()
    var waker: UVWaker?
    for _ in 0..<3 {
      let loop = try UVLoop(adopting: UnsafeMutableRawPointer(foreign.loop))
      waker = loop.waker
      waker?.wake()
    }
    waker?.wake()
    foreign.close()
    waker?.wake()
  }
}

/// A libuv loop with handles of its own, that counts what their callbacks are told.
private struct ForeignLoop {
  struct Counts: Equatable {
    var timers = 0
    var asyncs = 0
    var polls = 0
  }

  let loop = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
  let counts = UnsafeMutablePointer<Counts>.allocate(capacity: 1)
  private let timer = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
  private let async = UnsafeMutablePointer<uv_async_t>.allocate(capacity: 1)
  private let watcher = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)

  init() {
    counts.initialize(to: Counts())
    precondition(uv_loop_init(loop) == 0)
    loop.pointee.data = UnsafeMutableRawPointer(counts)
    uv_timer_init(loop, timer)
    uv_async_init(loop, async) { ForeignLoop.counts(of: $0?.pointee.loop)?.pointee.asyncs += 1 }
  }

  func startTimer(milliseconds: UInt64) {
    uv_timer_start(timer, { ForeignLoop.counts(of: $0?.pointee.loop)?.pointee.timers += 1 }, milliseconds, 0)
  }

  func sendAsync() { uv_async_send(async) }

  func poll(_ descriptor: CInt) {
    precondition(uv_poll_init(loop, watcher, descriptor) == 0)
    uv_poll_start(watcher, CInt(UV_READABLE.rawValue)) { handle, status, _ in
      precondition(status == 0)
      ForeignLoop.counts(of: handle?.pointee.loop)?.pointee.polls += 1
    }
  }

  /// All three handles are told of what happens now, by a turn of the application's own.
  func expectUsable(_ pair: Ends) {
    counts.pointee = Counts()
    startTimer(milliseconds: 0)
    sendAsync()
    pair.write()
    while counts.pointee.timers == 0 || counts.pointee.polls == 0 || counts.pointee.asyncs == 0 {
      uv_run(loop, UV_RUN_ONCE)
    }
  }

  /// Closes the loop, in which nothing of anybody's may be left.
  func close() {
    uv_walk(loop, { handle, _ in if uv_is_closing(handle) == 0 { uv_close(handle, nil) } }, nil)
    uv_run(loop, UV_RUN_DEFAULT)
    #expect(uv_loop_close(loop) == 0)
    loop.deallocate()
    counts.deallocate()
    timer.deallocate()
    async.deallocate()
    watcher.deallocate()
  }

  private static func counts(of loop: UnsafeMutablePointer<uv_loop_t>?) -> UnsafeMutablePointer<Counts>? {
    loop?.pointee.data?.assumingMemoryBound(to: Counts.self)
  }
}
