import Measuring
import Testing

@testable import Comparing

@Suite("Comparing contestants")
struct ComparisonTableTests {
  @Test("A ratio is taken within a round, not of two medians")
  func roundByRound() throws {
    // The machine is slow in another round for each value of a median; the ratio is 2 in every round.
    let table = ComparisonTable(operation: "event", [(.c, [1, 50, 2]), (.epollLoop, [2, 100, 4])])
    #expect(try #require(table[.epollLoop]).toC == .exactly(2))
    #expect(try #require(table[.c]).toC == nil)
  }

  @Test("The rival is the best peer by its median, or the one that a loop is built on or replaces")
  func rivals() throws {
    let table = ComparisonTable(
      operation: "event",
      [
        (.c, [1, 1, 1]), (.libuv, [30, 30, 30]), (.libev, [10, 20, 90]), (.nioAsync, [40, 40, 40]),
        (.epollLoop, [10, 10, 10]), (.uvLoop, [30, 60, 30]), (.asyncUV, [20, 20, 20]), (.poll, [1, 1, 1]),
      ])
    let epoll = try #require(table[.epollLoop])
    #expect(epoll.rival == .libev)
    #expect(epoll.toRival?.median == 0.5)
    #expect(table[.uvLoop]?.rival == .libuv)
    #expect(table[.asyncUV]?.rival == .nioAsync)
    #expect(table[.libuv]?.rival == nil)
    #expect(table[.poll]?.rival == nil)
  }

  @Test("Where SwiftNIO's async interface takes no part, the rival of ours is the best peer")
  func asyncRival() {
    let table = ComparisonTable(operation: "wake", [(.libev, [1]), (.nio, [3]), (.asyncEpoll, [2])])
    #expect(table[.asyncEpoll]?.rival == .libev)
  }
}
