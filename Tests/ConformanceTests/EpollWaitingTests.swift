import EpollCore
import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite

@Suite("Waiting at an Epoll instance")
struct EpollWaitingTests {
  @Test("a wait takes no more than the maximum, and the others take turns")
  func maximum() throws {
    let epoll = try Epoll()
    let pairs = [try SharedPair(), try SharedPair(), try SharedPair()]
    for (index, pair) in pairs.enumerated() {
      try pair.write()
      try epoll.add(pair.near, for: .readable, data: UInt64(index))
    }
    var buffer = Epoll.Buffer(capacity: 3)
    var seen: Set<UInt64> = []
    for _ in 0..<3 {
      try epoll.wait(into: &buffer, maximum: 1, for: .poll)
      #expect(buffer.count == 1 && buffer.indices == 0..<1)
      seen.insert(buffer[0].data)
    }
    #expect(seen == [0, 1, 2])
    try epoll.wait(into: &buffer, for: .poll)
    #expect(Set(buffer.events.map(\.data)) == [0, 1, 2])
    #expect(buffer.capacity == 3)
  }

  @Test("a maximum that is not positive is refused, and takes nothing", arguments: [0, -1, Int.min])
  func maximumNotPositive(maximum: Int) throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try pair.write()
    try epoll.add(pair.near, for: [.readable, .edge], data: 1)
    var buffer = Epoll.Buffer(capacity: 2)
    #expect(throws: EpollError(.wait, .invalidArgument)) {
      try epoll.wait(into: &buffer, maximum: maximum, for: .poll)
    }
    #expect(buffer.count == 0)
    try epoll.wait(into: &buffer, for: .poll)
    #expect(buffer.events == [Epoll.Event(.readable, data: 1)])
  }

  @Test("a buffer holds nothing of an earlier wait, after a time-out and after a refusal")
  func emptied() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try pair.write()
    try epoll.add(pair.near, for: [.readable, .edge], data: 1)
    try epoll.add(pair.far, for: [.writable, .oneShot], data: 2)
    var buffer = Epoll.Buffer(capacity: 2)
    try epoll.wait(into: &buffer, for: .poll)
    #expect(buffer.count == 2)
    try epoll.wait(into: &buffer, for: .poll)
    #expect(buffer.count == 0)
    try pair.write()
    try epoll.wait(into: &buffer, for: .poll)
    #expect(buffer.count == 1)
    #expect(throws: EpollError(.wait, .invalidArgument)) { try epoll.wait(into: &buffer, maximum: 0) }
    #expect(buffer.count == 0)
  }

  @Test("what would reach outside the memory ends the process")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      let epoll = try Epoll()
      var buffer = Epoll.Buffer(capacity: 1)
      try? epoll.wait(into: &buffer, maximum: 2, for: .poll)
      exit(0)
    }
    await #expect(processExitsWith: .failure) {
      let buffer = Epoll.Buffer(capacity: 1)
      _ = buffer[0]
      exit(0)
    }
    await #expect(processExitsWith: .failure) {
      let epoll = try Epoll()
      let pair = try Pair.sockets()
      try epoll.add(pair.near, for: .writable, data: 0)
      var buffer = Epoll.Buffer(capacity: 1)
      try epoll.wait(into: &buffer)
      _ = buffer[-1]
      exit(0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Epoll.Buffer(capacity: 0)
      exit(0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Epoll.Buffer(capacity: 178_956_971)
      exit(0)
    }
    await #expect(processExitsWith: .success) { _ = Epoll.Buffer(capacity: 134_217_727) }
  }

  @Test(
    "a time-out is never early",
    arguments: [1, 999, 50_000, 999_999, 1_000_000, 1_000_001, 5_300_000] as [UInt64])
  func neverEarly(nanoseconds: UInt64) throws {
    try expectNotEarly(nanoseconds)
  }

  @Test("the longest span waits, and ends with an event")
  func longestSpan() throws {
    let epoll = try Epoll()
    let pair = try SharedPair()
    try epoll.add(pair.near, for: .readable, data: 1)
    var buffer = Epoll.Buffer(capacity: 1)
    for timeout in [Epoll.Timeout.nanoseconds(.max), .nanoseconds(1 << 63), .forever] {
      try meanwhile({ try? pair.write() }) { () throws(EpollError) in
        try epoll.wait(into: &buffer, for: timeout)
      }
      #expect(buffer.events == [Epoll.Event(.readable, data: 1)])
      try pair.read(1)
    }
  }

  @Test(
    "without epoll_pwait2 a wait is never early either, and asks for it only once",
    arguments: [ENOSYS, EPERM])
  func olderKernel(errorNumber: CInt) async {
    await #expect(processExitsWith: .success) { [errorNumber] in
      let answerError: UInt32 = 0x0005_0000
      let endProcess: UInt32 = 0x8000_0000
      try System.answerPreciseWaits(with: answerError | UInt32(errorNumber))
      try expectNotEarly(1)
      try System.answerPreciseWaits(with: endProcess)
      for nanoseconds: UInt64 in [1, 999_999, 1_000_001, 5_300_000] { try expectNotEarly(nanoseconds) }
      let epoll = try Epoll()
      let pair = try SharedPair()
      try epoll.add(pair.near, for: .readable, data: 1)
      #expect(try epoll.reports() == [])
      var buffer = Epoll.Buffer(capacity: 1)
      for timeout in [Epoll.Timeout.nanoseconds(.max), .forever] {
        try meanwhile({ try? pair.write() }) { () throws(EpollError) in
          try epoll.wait(into: &buffer, for: timeout)
        }
        #expect(buffer.events == [Epoll.Event(.readable, data: 1)])
        try pair.read(1)
      }
      #expect(throws: EpollError(.wait, .invalidArgument)) { try epoll.wait(into: &buffer, maximum: 0) }
      CountedSignal.prepare(isBlocked: true)
      raise(CountedSignal.number)
      #expect(throws: EpollError(.wait, .interrupted)) {
        try epoll.wait(into: &buffer, for: .patience, signalMask: [])
      }
      #expect(CountedSignal.count == 1)
    }
  }

  @Test("hangup, error and the flags of sockets come as the kernel gives them")
  func conditions() throws {
    let epoll = try Epoll()
    var pair = try Pair.sockets()
    try epoll.add(
      pair.near,
      for: [
        .readable, .writable, .normalReadable, .bandReadable, .normalWritable, .bandWritable, .peerClosed,
        .message,
      ], data: 1)
    let writable: Epoll.Events = [.writable, .normalWritable, .bandWritable]
    #expect(try epoll.reports() == [Epoll.Event(writable, data: 1)])
    try pair.write()
    let readable: Epoll.Events = [.readable, .normalReadable]
    #expect(try epoll.reports() == [Epoll.Event(writable.union(readable), data: 1)])
    try epoll.modify(pair.near, for: [], data: 1)
    #expect(try epoll.reports() == [])
    try pair.closeFar()
    #expect(try epoll.reports() == [Epoll.Event(.hangup, data: 1)])
  }

  @Test("level, edge and one-shot differ in what is reported again")
  func triggers() throws {
    let epoll = try Epoll()
    let level = try Pair.sockets()
    let edge = try Pair.sockets()
    let oneShot = try Pair.sockets()
    try epoll.add(level.near, for: .readable, data: 0)
    try epoll.add(edge.near, for: [.readable, .edge], data: 1)
    try epoll.add(oneShot.near, for: [.readable, .oneShot], data: 2)
    func turn() throws -> Set<UInt64> { Set(try epoll.reports().map(\.data)) }
    for pair in [level.far, edge.far, oneShot.far] { try checked(write(pair, "a", 1)) }
    #expect(try turn() == [0, 1, 2])
    #expect(try turn() == [0])
    for pair in [level.far, edge.far, oneShot.far] { try checked(write(pair, "a", 1)) }
    #expect(try turn() == [0, 1])
    try epoll.modify(oneShot.near, for: [.readable, .oneShot], data: 2)
    #expect(try turn() == [0, 2])
  }

  @Test("several threads share one instance: an addition ends another's wait, and an edge is taken once")
  func threads() async throws {
    let shared = try SharedEpoll()
    let pair = try SharedPair()
    try pair.write()
    var buffer = Epoll.Buffer(capacity: 1)
    let add: @Sendable () -> Void = {
      try? shared.epoll.add(pair.near, for: [.readable, .edge], data: 3)
    }
    try meanwhile(add) { () throws(EpollError) in try shared.epoll.wait(into: &buffer, for: .patience) }
    #expect(buffer.events == [Epoll.Event(.readable, data: 3)])
    #expect(try shared.epoll.reports() == [])
    try pair.write()
    let taken = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try shared.epoll.reports().count } }
      return try await group.reduce(0, +)
    }
    #expect(taken == 1)
  }
}

/// Waits for nothing, and looks at the clock.
private func expectNotEarly(_ nanoseconds: UInt64) throws {
  let epoll = try Epoll()
  var buffer = Epoll.Buffer(capacity: 1)
  let begin = SuspendingClock.now
  try epoll.wait(into: &buffer, for: .nanoseconds(nanoseconds))
  #expect(SuspendingClock.now - begin >= .nanoseconds(Int64(nanoseconds)))
  #expect(buffer.count == 0)
}
