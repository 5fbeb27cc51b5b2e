import EpollCore
import EventLoopAPI
import Synchronization
import Testing
import UVBridge

@testable import ConformanceSuite

@Suite("What other threads ask of a dispatcher")
struct DispatcherRemoteTests {
  @Test("closures run on the run's thread, those of each thread in their order, none lost")
  func threads() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let log = Log()
      let remote = dispatcher.remote
      let counts = 4
      let threads = (0..<counts).map { thread in
        SecondThread {
          for number in 0..<1_000 {
            remote.submit { dispatcher in
              log.numbers[thread, default: []].append(number)
              if number == 999 { log.ended += 1 }
              if log.ended == counts { dispatcher.stop() }
            }
          }
        }
      }
      // A run that waits in vain ends here, as a failure.
      try dispatcher.schedule(after: .seconds(60)) { dispatcher, _ in dispatcher.stop() }
      try dispatcher.run()
      for thread in threads { thread.join() }
      for thread in 0..<counts { #expect(log.numbers[thread] == Array(0..<1_000)) }
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a closure that is submitted while closures run has its turn with the next wake")
  func nested() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let log = Log()
      let remote = dispatcher.remote
      remote.submit { _ in
        log.names.append("first")
        remote.submit { _ in log.names.append("third") }
      }
      remote.submit { _ in log.names.append("second") }
      try dispatcher.turn(dispatcher.patience)
      #expect(log.names == ["first", "second"])
      try dispatcher.turn(dispatcher.patience)
      #expect(log.names == ["first", "second", "third"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a stop from another thread ends the run, after what that thread has submitted before")
  func stop() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let log = Log()
      let remote = dispatcher.remote
      let thread = SecondThread {
        for number in 0..<100 {
          remote.submit { _ in log.numbers[0, default: []].append(number) }
        }
        remote.stop()
      }
      try dispatcher.schedule(after: .seconds(60)) { dispatcher, _ in
        log.names.append("the stop is lost")
        dispatcher.stop()
      }
      try dispatcher.run()
      #expect(log.numbers[0] == Array(0..<100) && log.names == [])
      thread.join()
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a stop that comes before the run ends it with its first turn, and only that run")
  func earlyStop() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let log = Log()
      dispatcher.remote.stop()
      try dispatcher.run()
      try dispatcher.schedule(after: .milliseconds(1)) { dispatcher, _ in
        log.names.append("timer")
        dispatcher.stop()
      }
      try dispatcher.run()
      #expect(log.names == ["timer"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("what is submitted after the stop is kept for the next run")
  func afterTheStop() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let log = Log()
      dispatcher.stop()
      try dispatcher.run()
      let isTaken = dispatcher.remote.submit { dispatcher in
        log.names.append("kept")
        dispatcher.stop()
      }
      #expect(isTaken)
      #expect(log.names == [])
      try dispatcher.run()
      #expect(log.names == ["kept"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("what has not run when the dispatcher ends is released, and what comes later is refused")
  func afterTheEnd() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      let log = Log()
      let live = LiveCount()
      func use() throws -> DispatcherRemote<Loop, ClosureHandler<Loop, Never>> {
        let dispatcher = try ClosureDispatcher(Loop.self)
        let remote = dispatcher.remote
        for _ in 0..<3 {
          let isTaken = remote.submit { [ticket = live.ticket()] _ in
            withExtendedLifetime(ticket) { log.names.append("ran") }
          }
          #expect(isTaken)
        }
        #expect(live.count.load(ordering: .relaxed) == 3)
        return remote
      }
      let remote = try use()
      #expect(live.count.load(ordering: .relaxed) == 0)
      let isTaken = remote.submit { [ticket = live.ticket()] _ in withExtendedLifetime(ticket) {} }
      #expect(!isTaken)
      #expect(live.count.load(ordering: .relaxed) == 0)
      remote.stop()
      #expect(log.names == [])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("if a closure's error leaves the run, the closures behind it and the wake handler come with the next")
  func thrown() throws {
    struct Mistake: Error {}
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ThrowingClosureDispatcher<Loop, Mistake>(Loop.self)
      let log = Log()
      dispatcher.onWake { dispatcher in
        log.names.append("wake")
        dispatcher.stop()
      }
      let remote = dispatcher.remote
      for number in 0..<4 {
        remote.submit { _ throws(Mistake) in
          log.names.append("\(number)")
          if number % 2 == 0 { throw Mistake() }
        }
      }
      #expect(throws: DispatchError<Mistake>.self) { try dispatcher.run() }
      #expect(log.names == ["0"])
      remote.submit { _ in log.names.append("4") }
      #expect(throws: DispatchError<Mistake>.self) { try dispatcher.run() }
      #expect(log.names == ["0", "1", "2"])
      try dispatcher.run()
      #expect(log.names == ["0", "1", "2", "3", "4", "wake"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a closure that puts another dispatcher in the place of its own is the last one of the old")
  func replacesItsDispatcher() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      var dispatcher = try ClosureDispatcher(Loop.self)
      let log = Log()
      let live = LiveCount()
      let former = dispatcher.remote
      former.submit { dispatcher in
        guard let other = try? ClosureDispatcher(Loop.self) else { return }
        dispatcher = other
        dispatcher.remote.submit { _ in log.names.append("new") }
        log.names.append("old")
      }
      former.submit { [ticket = live.ticket()] _ in
        withExtendedLifetime(ticket) { log.names.append("lost") }
      }
      try dispatcher.turn(dispatcher.patience)
      #expect(log.names == ["old"] && live.count.load(ordering: .relaxed) == 0)
      let isTaken = former.submit { _ in }
      #expect(!isTaken)
      try dispatcher.turn(dispatcher.patience)
      #expect(log.names == ["old", "new"])
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  @Test("a dispatcher that ends while threads submit loses nothing it has taken without releasing it")
  func endsWhileThreadsSubmit() throws {
    func check<Loop: EventLoop & ~Copyable>(_: Loop.Type) throws {
      let live = LiveCount()
      for _ in 0..<5 {
        let threads: [SecondThread]
        do {
          var dispatcher = try ClosureDispatcher(Loop.self)
          let remote = dispatcher.remote
          threads = (0..<2).map { _ in
            SecondThread {
              // Until it is refused.
              while true {
                let isTaken = remote.submit { [ticket = live.ticket()] _ in
                  withExtendedLifetime(ticket) {}
                }
                if !isTaken { return }
              }
            }
          }
          for _ in 0..<3 { try dispatcher.turn(dispatcher.patience) }
        }
        for thread in threads { thread.join() }
      }
      #expect(live.count.load(ordering: .relaxed) == 0)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }
}

/// What the closures have done, all on the thread that runs the dispatcher.
private final class Log: @unchecked Sendable {
  var names: [String] = []
  var numbers: [Int: [Int]] = [:]
  var ended = 0
}

/// Counts the tickets that exist, on any thread.
private final class LiveCount: Sendable {
  let count = Atomic(0)

  final class Ticket: Sendable {
    private let owner: LiveCount

    init(_ owner: LiveCount) {
      self.owner = owner
      owner.count.add(1, ordering: .relaxed)
    }

    deinit {
      owner.count.subtract(1, ordering: .relaxed)
    }
  }

  func ticket() -> Ticket { Ticket(self) }
}
