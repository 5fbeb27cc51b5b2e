import Glibc
import Testing
import UVBridge

@Suite("The handle of libuv that outlives its registration")
struct UVLoopIdleHandleTests {
  @Test("a registration that ends before the first turn is not added by it")
  func endedBeforeFirstTurn() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let pair = Ends.socketPair()
      try loop.deregister(try loop.register(pair.reading, for: .readable))
      close(pair.reading)
      // libuv would abort.
      let events = try loop.turn()
      precondition(events == [])
    }
  }

  @Test("a number that is no longer registered is not added to the new set")
  func numberNotRegistered() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let pair = Ends.socketPair()
      let former = try loop.register(pair.reading, for: .readable)
      _ = try loop.turn()
      try loop.deregister(former)
      close(pair.reading)
      let duplicate = try loop.leaveGhost()
      // libuv would abort.
      _ = try loop.turn()
      precondition(loop.statistics.rebuilds == 1)
      let other = Ends.socketPair()
      precondition(dup2(other.reading, pair.reading) == pair.reading)
      let token = try loop.register(pair.reading, for: .readable)
      other.write()
      let events = try loop.turn(.forever)
      precondition(events == [.ready(token, .readable)])
      close(duplicate)
    }
  }
}
