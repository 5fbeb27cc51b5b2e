import EventLoopAPI
import Glibc
import Testing

@testable import EpollCore

@Suite("The native loop's tokens")
struct EpollLoopTokenTests {
  private static func loop(firstGeneration: UInt32) throws -> EpollLoop {
    try EpollLoop(.init(), firstGeneration: firstGeneration)
  }

  @Test("a token of another loop names nothing, though both watch the same descriptor")
  func anotherLoop() throws {
    let pair = try Pair.sockets()
    var first = try EpollLoop()
    let foreign = try first.register(pair.near, for: .readable)
    // Many loops: two tables that begin alike would be found among them.
    for _ in 0..<1000 {
      var second = try EpollLoop()
      let own = try second.register(pair.near, for: .readable)
      #expect(own != foreign)
      #expect(throws: LoopError(.modify, .notFound)) { try second.modify(foreign, for: .writable) }
      #expect(throws: LoopError(.deregister, .notFound)) { try second.deregister(foreign) }
      #expect(second.statistics.registrations == 1)
    }
    try pair.write()
    #expect(try first.turn() == [.ready(foreign, .readable)])
  }

  @Test("when the generations of a number are used up they begin again, and the former token names nothing")
  func wrapping() throws {
    var loop = try Self.loop(firstGeneration: .max)
    let pair = try Pair.sockets()
    let last = try loop.register(pair.near, for: .readable)
    #expect(last.generation == .max)
    try pair.write()
    try loop.wait(.poll)
    // Its event is in the batch now, and must not be told to the next owner of the number.
    try loop.deregister(last)
    let first = try loop.register(pair.near, for: .readable)
    #expect(first.generation == 0)
    #expect(first.index == last.index)
    #expect(loop.rest() == [])
    #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(last, for: .readable) }
    #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(last) }
    #expect(try loop.turn() == [.ready(first, .readable)])
  }

  @Test("any bits may be given as a token, and name nothing", arguments: [UInt32.max, 0, 1, 7])
  func anyBits(generation: UInt32) throws {
    var loop = try Self.loop(firstGeneration: 7)
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    var generator = RepeatableGenerator(state: UInt64(generation))
    let indices: [UInt32] =
      [0, 1, 15, 16, UInt32(pair.near) + 1, 1 << 31, .max - 1, .max]
      + (0..<1000).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) }
    for index in indices where index != token.index {
      let forged = Token(index: index, generation: generation)
      #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(forged, for: .readable) }
      #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(forged) }
    }
    #expect(loop.statistics.registrations == 1)
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
  }

  @Test("the loop's own eventfd can be neither registered nor named")
  func ownEventfd() throws {
    var loop = try Self.loop(firstGeneration: 7)
    let waker = loop.waker
    let number = waker.state.descriptor
    #expect(throws: LoopError(.register, .exists)) { try loop.register(number, for: .readable) }
    for generation in [0, 6, 7, 8, .max] as [UInt32] {
      for index in [UInt32(number), ~UInt32(number)] {
        let forged = Token(index: index, generation: generation)
        #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(forged) }
        #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(forged, for: .readable) }
      }
    }
    loop.shrink()
    #expect(loop.statistics.registrations == 0)
    #expect(try loop.turn(loop.patience) { waker.wake() } == [.wake])
  }

  @Test("the token that the next registration will have names nothing before")
  func nextToken() throws {
    var loop = try Self.loop(firstGeneration: 7)
    let pair = try Pair.sockets()
    let first = try loop.register(pair.near, for: .readable)
    try loop.deregister(first)
    let forged = Token(index: first.index, generation: 8)
    #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(forged, for: .readable) }
    #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(forged) }
    #expect(loop.statistics.registrations == 0)
    #expect(try loop.register(pair.near, for: .readable) == forged)
  }

  @Test("what was put into the loop's set from outside is not told, whatever its data")
  func foreignWatch() throws {
    var loop = try Self.loop(firstGeneration: 7)
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    let other = try Pair.sockets()
    try other.write()
    let outer = try Duplicate(of: loop.pollDescriptor)
    let epoll = try Epoll(adopting: outer.descriptor)
    for data in [0, 1, token.rawValue &+ 1 << 32, UInt64(UInt32.max), .max - 1] as [UInt64] {
      try epoll.add(other.near, for: .readable, data: data)
      #expect(try loop.turn() == [])
      try? epoll.remove(other.near)
    }
    _ = epoll.release()
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
  }

  @Test("tokens from before the loop gave memory back name nothing after it")
  func shrinking() throws {
    var loop = try Self.loop(firstGeneration: .max - 2)
    let pair = try Pair.sockets()
    var spent: [Token] = []
    for _ in 0..<5 {
      for _ in 0..<3 {
        let token = try loop.register(pair.near, for: .readable)
        #expect(!spent.contains(token))
        spent.append(token)
        try loop.deregister(token)
      }
      loop.shrink()
      for token in spent {
        #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(token) }
      }
    }
  }
}
