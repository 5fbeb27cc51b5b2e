import EpollCore
import EventLoopObserving
import Mutants
import Testing
import UVBridge

/// Applications with handlers, whose loop the dispatcher has.
@Suite("A dispatcher's loop")
struct DispatcherTests {
  @Test("tells its divergences, in a handler and at the end")
  func crossChecked() throws {
    typealias Checked = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Checked.Configuration()
    configuration.shadow = .init(fault: .readableDropped)
    configuration.patience = .milliseconds(1)
    var dispatcher = ClosureDispatcher(try Checked(configuration))
    let counts = try count(on: &dispatcher) { $0.divergences.count }
    #expect(counts == [1, 1, 1])
    #expect(dispatcher.withLoop { $0.divergences.map(\.kind) } == [.missing])
    #expect(dispatcher.withLoop { $0.crossCheckCounts.comparedEvents } > 0)
    #expect(throws: SaveError("/nowhere/divergences.json", .notFound)) {
      try dispatcher.withLoop { try $0.writeDivergences(to: "/nowhere/divergences.json") }
    }
  }

  @Test("gives a trace that replays")
  func traced() throws {
    func check<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) throws {
      var dispatcher = ClosureDispatcher(try TracingLoop<Loop>())
      let lengths = try count(on: &dispatcher) { $0.traceText.count }
      #expect(lengths.count == 3)
      #expect(lengths == lengths.sorted() && lengths[0] < lengths[2])
      let text = dispatcher.withLoop { $0.traceText }
      #expect(text.split(separator: "\n").count { $0.hasPrefix("wait -> d1: readable") } == 3)
      let (status, shown) = try TraceReplay.run("replay", [text])
      #expect(status == 0, "\(text)\n\(shown)")
      // A loop around a loop lends that one in turn.
      #expect(dispatcher.withLoop { $0.withLoop { $0.identity } } == Loop.identity)
    }
    try check(EpollLoop.self)
    try check(UVLoop.self)
  }

  /// Has a handler told of three bytes before a hangup, and returns what it finds of the loop each time.
  private func count<Loop: EventLoop & ~Copyable>(
    on dispatcher: inout ClosureDispatcher<Loop>, _ look: @escaping (borrowing Loop) -> Int
  ) throws -> [Int] {
    let ends = try PipeEnds()
    var found: [Int] = []
    let token = try dispatcher.register(ends.reading, for: .readable) { dispatcher, _, _ in
      found.append(dispatcher.withLoop(look))
      ends.read()
      if found.count == 3 { dispatcher.stop() }
    }
    for _ in 0..<3 { ends.write() }
    ends.closeWriting()
    try dispatcher.run()
    try dispatcher.deregister(token)
    return found
  }
}
