import Testing

@testable import Measuring

@Suite("What the programs print, and how they are asked")
struct TimingTests {
  @Test("A line has a name, nanoseconds and operations")
  func reads() throws {
    let timings = try #require(Timing.all(in: "start 300 100\ncancel 100 50\n"))
    #expect(timings.map(\.operation) == ["start", "cancel"])
    #expect(timings.map(\.nanosecondsPerOperation) == [3, 2])
  }

  @Test(
    "Anything else is refused",
    arguments: ["", "\n", "event 12", "event x 3", "event 12 0", "event -1 3", "event 1 2\nand so on"])
  func refuses(output: String) {
    #expect(Timing.all(in: output) == nil)
  }

  @Test("A workload's length is the last number")
  func arguments() {
    #expect(Workload.ready(100, of: 19_000).arguments(length: 7) == ["ready", "100", "19000", "7"])
    #expect(Workload.churn(descriptors: 3).arguments(length: 6) == ["churn", "3", "6"])
    #expect(Workload.pingPong(pairs: 9, active: 1).arguments(length: 5) == ["ping-pong", "9", "1", "5"])
    #expect(Workload.timers(8).arguments(length: 2) == ["timers", "8", "2"])
  }
}
