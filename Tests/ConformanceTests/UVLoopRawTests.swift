import Glibc
import Testing
import UVBridge

@Suite("The raw profile shows libuv as it is")
struct UVLoopRawTests {
  @Test("it names itself, and what libuv lacks")
  func identity() throws {
    let loop = try UVLoop(.raw)
    let (identity, capabilities) = (loop.identity, loop.capabilities)
    #expect(identity.name == "uv-raw")
    #expect(identity.version == UVLoop.identity.version)
    #expect(capabilities.edge == .absent && capabilities.priority == .native)
    #expect(UVLoop.identity.name == "uv")
    #expect(UVLoop.capabilities.edge == .emulated)
  }

  @Test("any trigger but level is refused", arguments: [Trigger.edge, .oneShot, .exclusive, .wakeUp])
  func triggers(trigger: Trigger) throws {
    var loop = try UVLoop(.raw)
    let pair = Ends.socketPair()
    #expect(loop.refusal(registering: pair.reading, trigger: trigger) == .unsupported)
    let token = try loop.register(pair.reading, for: .readable)
    #expect(loop.refusal(modifying: token, trigger: trigger) == .unsupported)
    #expect(loop.refusal(registering: pair.reading) == .exists)
    pair.close()
  }

  @Test("a registered file is left in non-blocking mode")
  func flags() throws {
    var loop = try UVLoop(.raw)
    let pair = Ends.socketPair()
    try loop.deregister(try loop.register(pair.reading, for: .readable))
    #expect(fcntl(pair.reading, F_GETFL) & O_NONBLOCK != 0)
    pair.close()
  }

  @Test("an error is told once, and then nothing until it is started again")
  func error() throws {
    var loop = try UVLoop(.raw)
    let pipe = Ends.pipe()
    let token = try loop.register(pipe.writing, for: .writable)
    close(pipe.reading)
    #expect(try loop.turn() == [.ready(token, .error)])
    #expect(try loop.turn() == [])
    try loop.modify(token, for: .writable)
    #expect(try loop.turn() == [.ready(token, .error)])
    pipe.closeWriting()
  }

  @Test("a hangup is never told as such, and the empty interest tells nothing")
  func hangup() throws {
    var loop = try UVLoop(.raw)
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: [.readable, .peerClosed])
    pair.closeWriting()
    #expect(try loop.turn() == [.ready(token, [.readable, .peerClosed])])
    try loop.modify(token, for: [])
    #expect(try loop.turn() == [])
    close(pair.reading)
  }

  @Test("timers are libuv's, and are read only while they are not cancelled")
  func timers() throws {
    var loop = try UVLoop(.raw)
    let first = try loop.schedule(after: .milliseconds(1))
    let second = try loop.schedule(after: .milliseconds(1))
    let third = try loop.schedule(after: .seconds(10))
    let deadline = loop.nextDeadline
    #expect(deadline != nil)
    usleep(3_000)
    try loop.wait(.forever)
    let wasToFire = loop.cancel(second)
    #expect(wasToFire)
    let (event, end) = (loop.next(), loop.next())
    #expect(event == .timer(first))
    #expect(end == nil)
    let again = loop.cancel(first)
    #expect(!again)
    let timerCount = loop.statistics.timers
    #expect(timerCount == 1)
    loop.cancel(third)
    let noDeadline = loop.nextDeadline
    #expect(noDeadline == nil)
  }

  @Test("a descriptor that is closed before the first turn ends the process")
  func closedBeforeFirstTurn() async {
    await #expect(processExitsWith: .signal(SIGABRT)) {
      var loop = try UVLoop(.raw)
      let pair = Ends.socketPair()
      _ = try loop.register(pair.reading, for: .readable)
      close(pair.reading)
      try loop.wait(.poll)
    }
  }
}
