import EpollCore
import EventLoopObserving
import Glibc
import Mutants
import Synchronization
import Testing
import UVBridge

/// Programs that are traced, and replayed by the command.
@Suite("A traced program")
struct TracingTests {
  /// What a program does on a loop.
  enum Program: CaseIterable {
    case level, edge, oneShot, hangups, timersAndWakes, batches, refusals, sockets, counters
  }

  @Test("replays without a disagreement", arguments: Program.allCases)
  func replays(program: Program) throws {
    try expectReplay(try trace(program, on: try TracingLoop<EpollLoop>()), status: 0)
    try expectReplay(try trace(program, on: try TracingLoop<UVLoop>()), status: 0)
  }

  @Test(
    "on a broken loop replays as a disagreement",
    arguments: [
      (Fault.readableDropped, Program.hangups), (.errorAdded, .hangups), (.edgeAsLevel, .edge),
      (.edgeBehindUnreadLost, .edge), (.oneShotAsLevel, .oneShot), (.oneShotRearmingSkipped, .oneShot),
      (.lastEventLost, .batches), (.timersFirst, .timersAndWakes), (.refusalSwallowed, .refusals),
      (.hangupAdded, .sockets),
    ])
  func broken(fault: Fault, program: Program) throws {
    var configuration = TracingLoop<MutantLoop>.Configuration()
    configuration.base = .init(fault: fault)
    let text = try trace(program, on: try TracingLoop<MutantLoop>(configuration))
    try expectReplay(text, status: 1)
  }

  @Test("none of the descriptors that come with the loop can be registered, whatever numbers they have")
  func ownDescriptors() async {
    await #expect(processExitsWith: .success) {
      let before = Set((0..<256).filter { fcntl($0, F_GETFD) >= 0 })
      var loop = try TracingLoop<EpollLoop>()
      let own = (0..<256).filter { fcntl($0, F_GETFD) >= 0 && !before.contains($0) }
      precondition(own.count == 3, "\(own)")
      for descriptor in own {
        do throws(LoopError) {
          _ = try loop.register(descriptor, for: .readable)
          preconditionFailure("\(descriptor) of \(own) is registered")
        } catch {
          precondition(error.operation == .register)
        }
      }
    }
  }

  @Test("says what it has no words for, and where it ends for want of room")
  func limits() throws {
    var configuration = TracingLoop<EpollLoop>.Configuration()
    configuration.recordCapacity = 8
    var loop = try TracingLoop<EpollLoop>(configuration)
    let mounts = open("/proc/self/mounts", O_RDONLY | O_CLOEXEC)
    defer { close(mounts) }
    _ = try loop.register(mounts, for: .priority)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable)
    ends.write()
    for _ in 0..<4 { #expect(try read(&loop) == [.ready(token, .readable)]) }
    #expect(loop.droppedRecords > 0)
    let text = loop.traceText
    #expect(text.contains("# descriptor \(mounts) is /proc/"))
    #expect(text.contains("for which there is no word: it is left out"))
    #expect(text.contains("# The trace ends here for want of room: \(loop.droppedRecords) more."))
    try expectReplay(text, status: 0)
    let error = try #require(throws: SaveError.self) { try loop.writeTrace(to: "/nowhere/trace.scenario") }
    #expect("\(error)" == "cannot save '/nowhere/trace.scenario': No such file or directory")
  }

  @Test("a trace is a scenario that can be read")
  func text() throws {
    var loop = try TracingLoop<EpollLoop>()
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .edge)
    ends.write()
    _ = try read(&loop)
    ends.write()
    _ = try read(&loop)
    ends.read()
    ends.closeWriting()
    _ = try read(&loop)
    try loop.deregister(token)
    let steps = loop.traceText.split(separator: "\n").drop { $0.hasPrefix("#") || $0.contains("  ") }
    #expect(
      steps == [
        "open d1 p1 = pipe", "register d1 readable edge", "write p1 1", "wait -> d1: readable", "write p1 1",
        "wait -> d1: readable", "read d1 1", "close p1", "wait -> d1: readable hangup", "deregister d1",
      ])
  }

  private func read<Loop: EventLoop & ~Copyable>(_ loop: inout Loop) throws -> [Event] {
    try loop.wait(.poll)
    var events: [Event] = []
    while let event = loop.next() { events.append(event) }
    return events
  }

  /// Has the command replay a trace on the two backends.
  private func expectReplay(
    _ text: String, status: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let (actual, shown) = try TraceReplay.run("replay", [text])
    #expect(actual == status, "\(text)\n\(shown)", sourceLocation: sourceLocation)
  }
}

// The programs.
extension TracingTests {
  private func trace<Loop: EventLoop & ~Copyable>(
    _ program: Program, on loop: consuming TracingLoop<Loop>
  ) throws -> String {
    switch program {
    case .level: try level(&loop)
    case .edge: try edge(&loop)
    case .oneShot: try oneShot(&loop)
    case .hangups: try hangups(&loop)
    case .timersAndWakes: try timersAndWakes(&loop)
    case .batches: try batches(&loop)
    case .refusals: try refusals(&loop)
    case .sockets: try sockets(&loop)
    case .counters: try counters(&loop)
    }
    return loop.traceText
  }

  private func level<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable)
    let other = try loop.register(ends.writing, for: .writable)
    for _ in 0..<2 { _ = try read(&loop) }
    for _ in 0..<3 { ends.write() }
    _ = try read(&loop)
    ends.read()
    _ = try read(&loop)
    try loop.modify(token, for: [])
    try loop.deregister(other)
    _ = try read(&loop)
    try loop.modify(token, for: .readable)
    ends.read()
    _ = try read(&loop)
    ends.read()
    _ = try read(&loop)
    try loop.deregister(token)
  }

  private func edge<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let ends = try PipeEnds()
    ends.write()
    let token = try loop.register(ends.reading, for: .readable, trigger: .edge)
    for _ in 0..<2 { _ = try read(&loop) }
    ends.write()
    for _ in 0..<2 { _ = try read(&loop) }
    ends.read()
    _ = try read(&loop)
    // Read and written again: as much as before, and yet something new.
    ends.read()
    ends.write()
    for _ in 0..<2 { _ = try read(&loop) }
    try loop.modify(token, for: .readable, trigger: .edge)
    for _ in 0..<2 { _ = try read(&loop) }
  }

  private func oneShot<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .oneShot)
    ends.write()
    for _ in 0..<2 { _ = try read(&loop) }
    ends.write()
    _ = try read(&loop)
    try loop.modify(token, for: .readable, trigger: .oneShot)
    for _ in 0..<2 { _ = try read(&loop) }
    ends.closeWriting()
    _ = try read(&loop)
    try loop.deregister(token)
    _ = try loop.register(ends.reading, for: [], trigger: .oneShot)
    for _ in 0..<2 { _ = try read(&loop) }
  }

  private func hangups<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let ends = try PipeEnds()
    _ = try loop.register(ends.reading, for: .readable)
    ends.write()
    ends.closeWriting()
    for _ in 0..<2 { _ = try read(&loop) }
    ends.read()
    _ = try read(&loop)
  }

  private func timersAndWakes<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let ends = try PipeEnds()
    _ = try loop.register(ends.reading, for: .readable)
    let late = try loop.schedule(at: loop.now + .seconds(3600))
    _ = try loop.schedule(at: .beginning)
    loop.waker.wake()
    ends.write()
    _ = try read(&loop)
    let soon = try loop.schedule(after: .milliseconds(2))
    ends.read()
    try loop.wait(.forever)
    while let event = loop.next() { #expect(event == .timer(soon)) }
    loop.cancel(soon)
    loop.cancel(late)
    _ = try read(&loop)
  }

  private func batches<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let pipes = try (0..<3).map { _ in try PipeEnds() }
    var tokens: [Token] = []
    for ends in pipes {
      tokens.append(try loop.register(ends.reading, for: .readable))
      ends.write()
    }
    try loop.wait(.poll)
    guard case .ready(let first, _) = loop.next() else { return }
    // The first one's handler ends another's registration, whose event is in the batch.
    let other = tokens[0] == first ? tokens[1] : tokens[0]
    try loop.deregister(other)
    while loop.next() != nil {}
    _ = try read(&loop)
    for token in tokens where token != other { try loop.modify(token, for: []) }
    _ = try read(&loop)
  }

  private func refusals<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable)
    _ = try? loop.register(ends.reading, for: .writable)
    let directory = open("/", O_RDONLY | O_CLOEXEC)
    defer { close(directory) }
    _ = try? loop.register(directory, for: .readable)
    try? loop.modify(token, for: .readable, trigger: .exclusive)
    try loop.deregister(token)
    try? loop.deregister(token)
    try? loop.modify(token, for: .readable)
    _ = try read(&loop)
  }

  private func sockets<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    for kind in [Link.Kind.stream, .tcp] {
      let link = Link()
      link.open(kind)
      defer { link.close() }
      let (near, far) = link.ends.withLock { ($0.near, $0.far) }
      let token = try loop.register(near, for: [.readable, .peerClosed])
      _ = send(far, "some", 4, CInt(MSG_NOSIGNAL))
      // What is sent over the loopback interface is there when send(2) returns.
      _ = try read(&loop)
      _ = shutdown(far, CInt(SHUT_WR))
      for _ in 0..<2 { _ = try read(&loop) }
      var bytes: [UInt8] = [0, 0, 0, 0]
      _ = recv(near, &bytes, 4, 0)
      _ = try read(&loop)
      try loop.deregister(token)
    }
  }

  private func counters<Loop: EventLoop & ~Copyable>(_ loop: inout TracingLoop<Loop>) throws {
    let link = Link()
    link.open(.counter)
    defer { link.close() }
    let counter = link.ends.withLock(\.near)
    var value: UInt64 = 3
    let token = try loop.register(counter, for: .readable, trigger: .edge)
    for _ in 0..<2 {
      _ = Glibc.write(counter, &value, 8)
      for _ in 0..<2 { _ = try read(&loop) }
    }
    _ = Glibc.read(counter, &value, 8)
    try loop.modify(token, for: .readable)
    _ = try read(&loop)
  }
}
