import Glibc
import Testing
import UVBridge

@Suite("The libuv loop survives what callers do with their descriptors")
struct UVLoopDescriptorTests {
  @Test("the mode of an open file stays as it was", arguments: [0, O_NONBLOCK])
  func flags(mode: CInt) throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    #expect(fcntl(pair.reading, F_SETFL, fcntl(pair.reading, F_GETFL) | mode) == 0)
    let before = fcntl(pair.reading, F_GETFL)
    let token = try loop.register(pair.reading, for: .readable)
    #expect(fcntl(pair.reading, F_GETFL) == before)
    _ = try loop.turn()
    try loop.modify(token, for: [.readable, .writable])
    _ = try loop.turn()
    try loop.modify(token, for: .readable, trigger: .edge)
    try loop.modify(token, for: .writable)
    #expect(fcntl(pair.reading, F_GETFL) == before)
    pair.close()
  }

  @Test("refusals come at the call")
  func refusals() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: .readable)
    for trigger in [Trigger.level, .edge, .oneShot] {
      #expect(loop.refusal(registering: pair.reading, trigger: trigger) == .exists)
    }
    let number = Numbers.take()
    let file = open("/proc/self/exe", O_RDONLY)
    for trigger in [Trigger.level, .edge] {
      #expect(loop.refusal(registering: number, trigger: trigger) == .badDescriptor)
      #expect(loop.refusal(registering: -1, trigger: trigger) == .badDescriptor)
      #expect(loop.refusal(registering: file, trigger: trigger) == .notPermitted)
      #expect(loop.refusal(registering: loop.pollDescriptor, trigger: trigger) == .invalidArgument)
    }
    close(file)
    let exclusive = pair.writing
    for interest in [Interest.priority, .peerClosed] {
      #expect(loop.refusal(registering: exclusive, for: interest, trigger: .exclusive) == .invalidArgument)
    }
    #expect(loop.refusal(registering: exclusive, trigger: [.exclusive, .oneShot]) == .invalidArgument)
    let exclusiveToken = try loop.register(exclusive, for: .readable, trigger: .exclusive)
    #expect(loop.refusal(modifying: exclusiveToken) == .invalidArgument)
    #expect(loop.refusal(modifying: token, trigger: .exclusive) == .invalidArgument)
    pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    try loop.deregister(token)
    #expect(throws: LoopError(.deregister, .notFound)) { try UVLoopDescriptorTests.deregister(token, &loop) }
    #expect(loop.refusal(modifying: token) == .notFound)
    #expect(loop.statistics.registrations == 1)
    pair.close()
  }

  private static func deregister(_ token: Token, _ loop: inout UVLoop) throws {
    try loop.deregister(token)
  }

  @Test("two loops cannot watch each other", arguments: [Trigger.level, .edge])
  func cycle(trigger: Trigger) throws {
    var first = try UVLoop()
    var second = try UVLoop()
    _ = try first.register(second.pollDescriptor, for: .readable, trigger: trigger)
    #expect(second.refusal(registering: first.pollDescriptor, trigger: trigger) == .cycle)
  }

  @Test("a descriptor that is closed before the first turn is dropped", arguments: [false, true])
  func closedBeforeFirstTurn(hasDuplicate: Bool) throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let duplicate = hasDuplicate ? dup(pair.reading) : -1
    let token = try loop.register(pair.reading, for: .readable)
    close(pair.reading)
    pair.writeIfOpen()
    #expect(try loop.turn(for: .milliseconds(5)) == [])
    #expect(loop.refusal(modifying: token) == .badDescriptor)
    try loop.deregister(token)
    #expect(try loop.turn(for: .milliseconds(5)) == [])
    close(pair.writing)
    close(duplicate)
  }

  @Test(
    "a number that was closed and reused is registered anew, and the old token ends",
    arguments: [(Trigger.level, false), (.level, true), (.edge, false)]
  )
  func reuse(trigger: Trigger, hasTurned: Bool) throws {
    var loop = try UVLoop()
    let (old, new) = (Ends.socketPair(), Ends.socketPair())
    let oldToken = try loop.register(old.reading, for: .readable, trigger: trigger)
    if hasTurned { _ = try loop.turn() }
    close(old.reading)
    #expect(loop.refusal(modifying: oldToken) == .badDescriptor)
    #expect(dup2(new.reading, old.reading) == old.reading)
    #expect(loop.refusal(modifying: oldToken) == .notFound)
    new.write()
    #expect(try loop.turn() == [])
    let token = try loop.register(old.reading, for: .readable, trigger: trigger)
    #expect(token != oldToken)
    #expect(loop.refusal(modifying: oldToken, trigger: trigger) == .notFound)
    try loop.deregister(oldToken)
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(loop.statistics.registrations == 1)
    #expect(loop.statistics.rebuilds == 0)
    close(old.writing)
    close(old.reading)
    new.close()
  }

  @Test("a ghost never reaches the next owner of its number", arguments: [Trigger.level, .edge, .oneShot])
  func ghostAndReuse(trigger: Trigger) throws {
    var loop = try UVLoop()
    let (old, new) = (Ends.socketPair(), Ends.socketPair())
    let duplicate = dup(old.reading)
    let oldToken = try loop.register(old.reading, for: .readable, trigger: trigger)
    _ = try loop.turn()
    #expect(dup2(new.reading, old.reading) == old.reading)
    let token = try loop.register(old.reading, for: .readable, trigger: trigger)
    old.write()
    #expect(try loop.turn(for: .milliseconds(5)) == [])
    try loop.deregister(oldToken)
    new.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(loop.statistics.rebuilds == 1)
    close(duplicate)
    new.close()
    close(old.writing)
    close(old.reading)
  }

  @Test("a ghost's file that is back under its number can be registered", arguments: [Trigger.level, .edge])
  func ghostComesBack(trigger: Trigger) throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let duplicate = dup(pair.reading)
    let ghost = try loop.register(pair.reading, for: .readable, trigger: trigger)
    _ = try loop.turn()
    close(pair.reading)
    try loop.deregister(ghost)
    #expect(dup2(duplicate, pair.reading) == pair.reading)
    let token = try loop.register(pair.reading, for: .readable, trigger: trigger)
    pair.write()
    #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    #expect(loop.statistics.rebuilds == 0)
    pair.close()
    close(duplicate)
  }

  @Test("a wake that comes while the set is made anew is not lost")
  func wakeAndRebuild() throws {
    var loop = try UVLoop()
    let waker = loop.waker
    for _ in 0..<20 {
      let pair = Ends.socketPair()
      let duplicate = dup(pair.reading)
      let token = try loop.register(pair.reading, for: .readable)
      _ = try loop.turn()
      close(pair.reading)
      try loop.deregister(token)
      waker.wake()
      #expect(try loop.turn(.forever) == [.wake])
      waker.wake()
      #expect(try loop.turn(.forever) == [.wake])
      close(pair.writing)
      close(duplicate)
    }
    #expect(loop.statistics.rebuilds == 20)
  }

  @Test("a ghost costs no processor time", arguments: [Interest.readable, []])
  func ghostDoesNotSpin(interest: Interest) async {
    await #expect(processExitsWith: .success) { [raw = interest.rawValue as UInt32] in
      var loop = try UVLoop()
      let pipe = Ends.pipe()
      let other = Ends.socketPair()
      let duplicate = dup(pipe.reading)
      let token = try loop.register(pipe.reading, for: Interest(rawValue: raw))
      let otherToken = try loop.register(other.reading, for: .readable)
      _ = try loop.turn()
      close(pipe.reading)
      try loop.deregister(token)
      close(pipe.writing)
      let before = processorTime()
      let events = try loop.turn(for: .milliseconds(300))
      precondition(events == [])
      let used = processorTime() - before
      precondition(used < .milliseconds(5), "\(used)")
      precondition(loop.statistics.rebuilds == 1)
      other.write()
      let rest = try loop.turn()
      precondition(rest == [.ready(otherToken, .readable)])
      close(duplicate)
    }
  }

  @Test("a ghost is reported under its own token for as long as that is registered")
  func liveGhost() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let duplicate = dup(pair.reading)
    let token = try loop.register(pair.reading, for: .readable)
    _ = try loop.turn()
    close(pair.reading)
    pair.write()
    #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    try loop.deregister(token)
    #expect(try loop.turn(for: .milliseconds(5)) == [])
    close(pair.writing)
    close(duplicate)
  }

  @Test("a loop leaves no descriptor open")
  func noLeak() async {
    await #expect(processExitsWith: .success) {
      let before = openDescriptorCount()
      for round in 0..<40 {
        let pair = Ends.socketPair()
        do {
          var loop = try UVLoop(UVLoop.Profile.allCases[round % 2])
          _ = try loop.register(pair.reading, for: .readable)
          if round % 2 == 0 {
            _ = try loop.register(pair.writing, for: .writable, trigger: .edge)
          }
          _ = try loop.schedule(after: .seconds(1))
          loop.waker.wake()
          _ = try loop.turn()
        }
        pair.close()
      }
      // libuv keeps a pipe for signals from its first loop on, and the runtime may open something, but not
      // 40.
      let after = openDescriptorCount()
      precondition(after < before + 20, "\(before) \(after)")
    }
  }

  @Test("without a descriptor left a loop and the inner set are refused, and nothing is left behind")
  func noDescriptorLeft() async {
    await #expect(processExitsWith: .success) {
      do { _ = try UVLoop() }
      let pair = Ends.socketPair()
      var loop = try UVLoop()
      var taken: [CInt] = []
      while case let descriptor = dup(0), descriptor >= 0 { taken.append(descriptor) }
      precondition(loop.refusal(registering: pair.reading, trigger: .edge) == .tooManyFiles)
      for freed in 1...3 {
        close(taken.removeLast())
        let before = openDescriptorCount()
        do throws(LoopError) {
          _ = try UVLoop()
        } catch {
          precondition(error == LoopError(.create, .tooManyFiles))
        }
        precondition(openDescriptorCount() == before, "\(freed)")
      }
      _ = try loop.register(pair.reading, for: .readable, trigger: .edge)
    }
  }
}

extension UVLoopDescriptorTests {
  @Test("a set of the loop's own may get the number of a descriptor that was closed too soon")
  func numberTakenByTheLoop() async {
    await #expect(processExitsWith: .success) {
      var loop = try UVLoop()
      let pair = Ends.socketPair()
      pair.write()
      // The lowest number that is free, so that the set, which is made later, gets it.
      let lowest = dup(pair.writing)
      let closed = try loop.register(lowest, for: .writable)
      let first = try loop.turn()
      precondition(first == [.ready(closed, .writable)])
      close(lowest)
      let token = try loop.register(pair.reading, for: .readable, trigger: .edge)
      precondition(fcntl(lowest, F_GETFD) >= 0, "the loop has not taken the number")
      let events = try loop.turn()
      precondition(events.contains(.ready(token, .readable)))
      try loop.deregister(closed)
    }
  }
}

extension Ends {
  fileprivate func writeIfOpen() {
    var byte: UInt8 = 0
    send(writing, &byte, 1, CInt(MSG_NOSIGNAL))
  }
}
