import EpollCore
import EventLoopObserving
import Foundation
import Glibc
import Testing
import UVBridge

/// Programs that a seed decides on, on loops that are right: their traces must not contradict the model.
@Suite("A traced program at random")
struct RandomTraceTests {
  /// How many seeds there are for each kind of link and for all kinds together.
  static let seeds = ProcessInfo.processInfo.environment["TRACE_SEEDS"].flatMap(UInt64.init) ?? 2

  @Test("replays without a disagreement, for each kind of descriptor", arguments: Link.Kind.allCases)
  func oneKind(_ kind: Link.Kind) throws {
    try expectAgreement { seed in try Self.traces([kind], seed: seed) }
  }

  @Test("replays without a disagreement, with descriptors of all kinds")
  func allKinds() throws {
    try expectAgreement { seed in try Self.traces(Link.Kind.allCases, seed: seed) }
  }

  @Test("replays without a disagreement, with batches that are too small")
  func smallBatches() throws {
    try expectAgreement { seed in try Self.traces(Link.Kind.allCases, seed: seed, batchCapacity: 2) }
  }

  @Test("replays without a disagreement, wherever it was cut for want of room")
  func cut() throws {
    try expectAgreement { seed in
      try [20, 61, 122].flatMap { capacity in
        let traces = try Self.traces(
          Link.Kind.allCases, seed: seed, recordCapacity: capacity + Int(seed % 20))
        for trace in traces { #expect(trace.contains("# The trace ends here for want of room: ")) }
        return traces
      }
    }
  }

  private func expectAgreement(
    sourceLocation: SourceLocation = #_sourceLocation, _ traces: (_ seed: UInt64) throws -> [String]
  ) throws {
    let (status, shown) = try TraceReplay.run("run", try (1...Self.seeds).flatMap(traces))
    #expect(status == 0, "\(shown)", sourceLocation: sourceLocation)
  }

  /// The traces of one program on the two loops.
  private static func traces(
    _ kinds: [Link.Kind], seed: UInt64, batchCapacity: Int = 256, recordCapacity: Int = 65_536
  ) throws -> [String] {
    // The programs write to what has no reader.
    signal(SIGPIPE, SIG_IGN)
    func trace<Base: EventLoop & ~Copyable>(_ base: Base.Type) throws -> String {
      var configuration = TracingLoop<Base>.Configuration()
      configuration.batchCapacity = batchCapacity
      configuration.recordCapacity = recordCapacity
      var loop = try TracingLoop<Base>(configuration)
      var program = RandomProgram(kinds, seed: seed)
      try program.run(100, on: &loop)
      return loop.traceText
    }
    return [try trace(EpollLoop.self), try trace(UVLoop.self)]
  }
}
