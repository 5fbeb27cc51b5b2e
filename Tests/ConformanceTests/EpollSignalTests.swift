import EpollCore
import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite

@Suite("Signals and waits at an Epoll instance")
struct EpollSignalTests {
  @Test("a signal ends a wait, and is told, even if its handler asks for a restart")
  func interrupted() async {
    await #expect(processExitsWith: .success) {
      CountedSignal.prepare(isBlocked: false)
      let thread = pthread_self()
      let epoll = try Epoll()
      let pair = try Pair.sockets()
      try epoll.add(pair.near, for: .writable, data: 0)
      var buffer = Epoll.Buffer(capacity: 1)
      try epoll.wait(into: &buffer)
      try epoll.modify(pair.near, for: .readable, data: 0)
      #expect(throws: EpollError(.wait, .interrupted)) {
        try meanwhile({ pthread_kill(thread, CountedSignal.number) }) { () throws(EpollError) in
          try epoll.wait(into: &buffer, for: .patience)
        }
      }
      #expect(CountedSignal.count == 1)
      #expect(buffer.count == 0)
    }
  }

  @Test("a mask lets a pending signal through for the wait alone")
  func unblockedByTheMask() async {
    await #expect(processExitsWith: .success) {
      CountedSignal.prepare(isBlocked: true)
      let epoll = try Epoll()
      var buffer = Epoll.Buffer(capacity: 1)
      raise(CountedSignal.number)
      try epoll.wait(into: &buffer, for: .nanoseconds(1000))
      #expect(CountedSignal.count == 0, "blocked without a mask")
      var mask = SignalMask.current
      #expect(mask.contains(CountedSignal.number))
      try epoll.wait(into: &buffer, for: .nanoseconds(1000), signalMask: mask)
      #expect(CountedSignal.count == 0, "blocked by the mask")
      mask.remove(CountedSignal.number)
      #expect(throws: EpollError(.wait, .interrupted)) {
        try epoll.wait(into: &buffer, for: .patience, signalMask: mask)
      }
      #expect(CountedSignal.count == 1)
      #expect(SignalMask.current.contains(CountedSignal.number), "the thread's own mask is back")
      raise(CountedSignal.number)
      #expect(CountedSignal.count == 1)
    }
  }

  @Test("a mask holds a signal back until after the wait")
  func blockedByTheMask() async {
    await #expect(processExitsWith: .success) {
      CountedSignal.prepare(isBlocked: false)
      let thread = pthread_self()
      let pair = try SharedPair()
      let epoll = try Epoll()
      try epoll.add(pair.near, for: .readable, data: 1)
      var buffer = Epoll.Buffer(capacity: 1)
      let write: @Sendable () -> Void = {
        pthread_kill(thread, CountedSignal.number)
        #expect(CountedSignal.count == 0)
        try? pair.write()
      }
      try meanwhile(write) { () throws(EpollError) in
        try epoll.wait(into: &buffer, for: .patience, signalMask: .all)
      }
      #expect(buffer.events == [Epoll.Event(.readable, data: 1)])
      #expect(CountedSignal.count == 1)
      #expect(!SignalMask.current.contains(CountedSignal.number))
    }
  }

  @Test("a mask that does not wait leaves a pending signal pending")
  func maskWithoutWaiting() async {
    await #expect(processExitsWith: .success) {
      CountedSignal.prepare(isBlocked: true)
      let epoll = try Epoll()
      var buffer = Epoll.Buffer(capacity: 1)
      raise(CountedSignal.number)
      try epoll.wait(into: &buffer, for: .poll, signalMask: [])
      #expect(CountedSignal.count == 0)
      #expect(buffer.count == 0)
    }
  }

  @Test("a mask is a set of the signals 1 to 64")
  func masks() async {
    var mask: SignalMask = [1, 64, SIGUSR1]
    #expect(mask.rawValue == UInt64(1) | 1 << 63 | 1 << UInt64(SIGUSR1 - 1))
    mask.remove(64)
    mask.insert(2)
    mask.insert(2)
    #expect(mask == [1, 2, SIGUSR1])
    #expect(mask.contains(2) && !mask.contains(64))
    #expect(SignalMask.all == SignalMask(rawValue: .max))
    await #expect(processExitsWith: .failure) {
      _ = SignalMask.all.contains(0)
      exit(0)
    }
    await #expect(processExitsWith: .failure) {
      _ = SignalMask.all.contains(65)
      exit(0)
    }
  }
}
