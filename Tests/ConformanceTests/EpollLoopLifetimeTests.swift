import EpollCore
import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite

@Suite("The native loop delivers to live registrations alone")
struct EpollLoopLifetimeTests {
  @Test("an event of the batch in hand is not delivered after its registration has ended")
  func endedInTheBatch() throws {
    var loop = try EpollLoop()
    let first = try Pair.sockets()
    let second = try Pair.sockets()
    let tokens = [
      try loop.register(first.near, for: .readable), try loop.register(second.near, for: .readable),
    ]
    try first.write()
    try second.write()
    try loop.wait(.poll)
    let event = loop.next()
    let told = try #require(tokens.first { event == .ready($0, .readable) })
    let other = try #require(tokens.first { $0 != told })
    try loop.deregister(other)
    #expect(loop.next() == nil)
    #expect(loop.statistics.staleReports == 1)
    #expect(loop.statistics.readinessEvents == 1)
    #expect(try loop.turn() == [.ready(told, .readable)])
    #expect(loop.statistics.rebuilds == 0)
  }

  @Test("an event of the batch in hand does not reach a new registration of the same descriptor")
  func remadeInTheBatch() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let old = try loop.register(pair.near, for: .readable)
    try loop.wait(.poll)
    try loop.deregister(old)
    let new = try loop.register(pair.near, for: .readable)
    #expect(old.index == new.index, "the place is the same, which is what makes it hard")
    #expect(loop.rest() == [])
    #expect(try loop.turn() == [.ready(new, .readable)])
  }

  @Test("an event of the batch in hand does not reach the next owner of a closed number")
  func numberReusedInTheBatch() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let other = try Pair.sockets()
    try pair.write()
    let old = try loop.register(pair.near, for: .readable)
    try loop.wait(.poll)
    try loop.deregister(old)
    try pair.closeNear()
    try pair.reuseNear(for: other.near)
    let new = try loop.register(pair.near, for: .readable)
    #expect(loop.rest() == [])
    #expect(try loop.turn() == [])
    try other.write()
    #expect(try loop.turn() == [.ready(new, .readable)])
  }

  @Test("a registration whose descriptor was closed early is silent, and ends like any other")
  func closedEarly() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable)
    try pair.closeNear()
    #expect(try loop.turn() == [])
    #expect(throws: LoopError(.modify, .badDescriptor)) { try loop.modify(token, for: .readable) }
    #expect(loop.statistics.registrations == 1)
    try loop.deregister(token)
    #expect(loop.statistics.registrations == 0)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.rebuilds == 0, "the kernel has ended the watch itself")
  }

  @Test("the number of a descriptor that was closed early can be registered anew")
  func superseded() throws {
    var loop = try EpollLoop()
    var pair = try Pair.sockets()
    let other = try Pair.sockets()
    let old = try loop.register(pair.near, for: .readable)
    try pair.closeNear()
    try pair.reuseNear(for: other.near)
    #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(old, for: .writable) }
    let new = try loop.register(pair.near, for: .readable)
    #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(old, for: .writable) }
    try other.write()
    #expect(try loop.turn() == [.ready(new, .readable)])
    try loop.deregister(old)
    #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(old) }
    #expect(try loop.turn() == [.ready(new, .readable)], "the old token has not taken the new watch along")
    try loop.modify(new, for: .writable)
    #expect(try loop.turn() == [.ready(new, .writable)])
    try loop.deregister(new)
    #expect(try loop.turn() == [])
    #expect(loop.statistics.registrations == 0)
  }

  @Test("many owners of one number, each closed early, stay apart")
  func manyOwners() async {
    // In a process of its own no file is kept open by a process that is being started.
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      var pair = try Pair.sockets()
      var tokens = [try loop.register(pair.near, for: .readable)]
      for round in 1...20 {
        let other = try Pair.sockets()
        try pair.closeNear(isLast: false)
        try pair.reuseNear(for: other.near)
        tokens.append(try loop.register(pair.near, for: .readable))
        try other.write()
        #expect(try loop.turn() == [.ready(tokens[round], .readable)])
      }
      #expect(Set(tokens).count == 21)
      for token in tokens { try loop.deregister(token) }
      #expect(loop.statistics.registrations == 0)
    }
  }

  @Test("a loop that is closed by the program says so")
  func closedLoop() async {
    await #expect(processExitsWith: .success) {
      // Lower numbers that are free as well, so that nothing else gets the loop's.
      let lower = try (0..<8).map { _ in try checked(dup(0)) }
      var loop = try EpollLoop()
      for number in lower { close(number) }
      close(loop.pollDescriptor)
      #expect(throws: LoopError(.wait, .badDescriptor)) { try loop.wait(.poll) }
      #expect(loop.next() == nil)
    }
  }

  @Test("a thousand loops leave no descriptor open")
  func leaks() async {
    await #expect(processExitsWith: .success) {
      try await startRuntime()
      let before = OpenDescriptors.current()
      for round in 0..<1000 {
        var loop = try EpollLoop()
        var pair = try Pair.sockets()
        let token = try loop.register(pair.near, for: .readable)
        let waker = loop.waker
        waker.wake()
        if round % 10 == 0 {
          let duplicate = try Duplicate(of: pair.near)
          try pair.closeNear(isLast: false)
          try loop.deregister(token)
          try pair.write()
          #expect(try loop.turn() == [.wake])
          #expect(loop.statistics.rebuilds == 1)
          _ = consume duplicate
        }
        _ = consume pair
        _ = consume loop
        waker.wake()
      }
      // The runtime opens a few of its own at a time of its choosing; the least leak here would leave a
      // hundred.
      #expect(OpenDescriptors.current().names(notIn: before).count < 50)
    }
  }
}
