import EpollCore
import EventLoopObserving
import Foundation
import Testing
import UVBridge

@Suite("Two loops that are right never diverge")
struct CrossCheckSoakTests {
  /// How many events there are to be in each of the mixes: `CROSSCHECK_EVENTS`, or 30,000.
  private static var events: UInt64 {
    ProcessInfo.processInfo.environment["CROSSCHECK_EVENTS"].flatMap(UInt64.init) ?? 30_000
  }

  @Test("with epoll before libuv, and peers on other threads")
  func mixed() async throws {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      signal(SIGPIPE, SIG_IGN)
      var shape = MixedWorkload<CrossCheckLoop<EpollLoop, UVLoop>>.Shape()
      shape.events = Self.events
      var configuration = CrossCheckLoop<EpollLoop, UVLoop>.Configuration()
      configuration.divergenceHandler = { fatalError("\($0)") }
      let loop = try MixedWorkload.run(shape, on: try CrossCheckLoop<EpollLoop, UVLoop>(configuration))
      let compared = loop.crossCheckCounts.comparedEvents
      precondition(compared > shape.events / 2, "\(compared) events were compared")
    }
    // The divergence, if there was one.
    let complaint = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(complaint == "")
  }
}
