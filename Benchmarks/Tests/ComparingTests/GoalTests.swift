import Measuring
import Testing

@testable import Comparing

@Suite("Goals")
struct GoalTests {
  @Test("EpollLoop is held to C and to the best peer, UVLoop to libuv")
  func goals() {
    let comparison = Comparison.example([
      (.c, [100, 100, 100]), (.libuv, [110, 110, 110]), (.libev, [90, 90, 90]),
      (.epollLoop, [101, 101, 101]), (.uvLoop, [120, 120, 120]), (.crossCheck, [900, 900, 900]),
    ])
    let goals = comparison.goals.map { "\($0.implementation.rawValue) \($0.reference.rawValue) \($0.limit)" }
    #expect(goals == ["epoll-loop c 1.02", "epoll-loop libev 1.0", "uv-loop libuv 1.05"])
    #expect(comparison.goals.map(\.isReached) == [true, false, false])
  }

  @Test("A goal is reached to the decimals that are shown, and not by what is no number")
  func limits() {
    func isReached(_ value: Double) -> Bool? {
      Comparison.example([(.c, [100]), (.epollLoop, [value])]).goals.first?.isReached
    }
    #expect(isReached(102.4) == true)
    #expect(isReached(102.6) == false)
    #expect(isReached(.nan) == false)
  }

  @Test("A goal is missed where the rounds leave no doubt, and else undecided")
  func doubt() throws {
    func goal(_ samples: [Double]) throws -> Goal {
      let yardstick = [Double](repeating: 100, count: samples.count)
      return try #require(Comparison.example([(.c, yardstick), (.epollLoop, samples)]).goals.first)
    }
    let high = [Double](repeating: 110, count: 9)
    let missed = try goal(high + [90, 110])
    #expect(missed.isMissed && !missed.isUndecided && !missed.isReached)
    let undecided = try goal(high + [90, 102])
    #expect(undecided.isUndecided && !undecided.isMissed && !undecided.isReached)
    let reached = try goal(high.map { $0 - 9 } + [90, 120])
    #expect(reached.isReached && !reached.isUndecided && !reached.isMissed)
  }

  @Test("Await is held to SwiftNIO's on echo only, and no goal is about the server's share of the processor")
  func echo() {
    let samples: [(Implementation, [Double])] = [(.nioAsync, [20]), (.asyncEpoll, [10])]
    #expect(Comparison.example(id: "ping-pong", samples).goals.isEmpty)
    let goals = Comparison.example(id: "echo", operations: ["echo", "server"], samples).goals
    #expect(goals.map(\.operation) == ["echo"])
  }
}
