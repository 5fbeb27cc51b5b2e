import Glibc
import Testing
import UVBridge

@Suite("The libuv loop in a forked child")
struct UVLoopForkTests {
  @Test("the child is refused with ESTALE, can make a loop of its own, and changes nothing of its parent's")
  func child() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let (level, edge) = (Ends.socketPair(), Ends.socketPair())
      let levelToken = try loop.register(level.reading, for: .readable)
      let edgeToken = try loop.register(edge.reading, for: .readable, trigger: .edge)
      _ = try loop.turn()
      let child = forkProcess()
      if child == 0 {
        expectRefusals(consume loop, levelToken, level)
        expectOwnLoop()
        _exit(0)
      }
      var status: CInt = -1
      precondition(waitpid(child, &status, 0) == child && status == 0, "\(status)")
      level.write()
      edge.write()
      let events = try loop.turn(.forever)
      precondition(Set(events) == [.ready(levelToken, .readable), .ready(edgeToken, .readable)])
      loop.waker.wake()
      let woken = try loop.turn(.forever)
      precondition(woken.last == .wake)
    }
  }
}

/// What the child may do with its parent's loop, which ends with this call.
private func expectRefusals(_ loop: consuming UVLoop, _ token: Token, _ pair: Ends) {
  var loop = loop
  precondition(loop.refusal(registering: pair.writing) == .stale)
  precondition(loop.refusal(modifying: token) == .stale)
  do throws(LoopError) {
    try loop.wait(.poll)
    preconditionFailure("not refused")
  } catch {
    precondition(error == LoopError(.wait, .stale))
  }
  do throws(LoopError) {
    try loop.deregister(token)
    preconditionFailure("not refused")
  } catch {
    precondition(error == LoopError(.deregister, .stale))
  }
}

private func expectOwnLoop() {
  do {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: .readable)
    pair.write()
    let events = try loop.turn(.forever)
    precondition(events == [.ready(token, .readable)])
  } catch {
    preconditionFailure("\(error)")
  }
}
