import EventLoopAPI
import Testing

@testable import ConformanceSuite

@Suite("Verdicts on claims")
struct ClaimVerdictTests {
  /// A decision on what a body writes down.
  private static func decision(_ body: (inout ClaimLog) throws -> Void) rethrows -> ClaimDecision {
    var log = ClaimLog()
    try body(&log)
    return ClaimDecision(log.evidence)
  }

  @Test("a claim holds if all is as claimed, and what only prepares has no say")
  func holds() {
    let decision = Self.decision { log in
      log.did("something")
      log.note("a look at it", "this")
      log.see("a call", "EINVAL", claimed: "EINVAL")
      log.see("another", "b", claimed: ["a", "b"])
    }
    #expect(decision.verdict == .holds && decision.dependence == nil)
  }

  @Test("one observation that is not as claimed refutes it, whatever else is")
  func refuted() {
    let decision = Self.decision { log in
      log.see("a call", "EINVAL", claimed: "EINVAL")
      log.see("another", "done", claimed: "EINVAL")
    }
    #expect(decision.verdict == .refuted && decision.dependence == nil)
  }

  @Test("it depends on a condition if it is so under one value and not under another")
  func depends() {
    let decision = Self.decision { log in
      for (kind, observed) in [("pipe", "yes"), ("tcp", "no"), ("udp", "yes")] {
        log.given("the kind of object", kind) { log in
          log.see("a wait", "yes", claimed: "yes")
          log.see("another", observed, claimed: "yes")
        }
      }
    }
    #expect(decision.verdict == .depends)
    #expect(decision.dependence == "the kind of object: so for pipe, udp; not for tcp")
  }

  @Test("under several conditions those are named that make the difference")
  func factors() {
    func attempt(_ isSo: (_ loop: String, _ client: String) -> Bool) -> String? {
      Self.decision { log in
        for loop in ["epoll", "uv"] {
          log.given("the loop", loop) { log in
            for client in ["fast", "slow"] {
              log.given("the clients", client) { log in
                log.see("a call", isSo(loop, client) ? "yes" : "no", claimed: "yes")
              }
            }
          }
        }
      }.dependence
    }
    #expect(attempt { _, client in client == "fast" } == "the clients: so for fast; not for slow")
    #expect(attempt { loop, _ in loop == "uv" } == "the loop: so for uv; not for epoll")
    #expect(
      attempt { loop, client in loop == "uv" || client == "fast" }
        == "the loop and the clients: so for epoll with fast, uv with fast, uv with slow; "
        + "not for epoll with slow"
    )
    #expect(attempt { _, _ in true } == nil && attempt { _, _ in false } == nil)
  }

  @Test("without an observation there is no verdict")
  func undecided() {
    #expect(Self.decision { $0.did("something") }.verdict == .undecided)
    let claim = Claim("test", .tutorial, "A test.", onKernel: { _ in })
    #expect(ClaimReport.Entry(claim, [], obstacle: nil).reason == "nothing was observed")
  }

  @Test("what is in the way of a claim leaves it undecided, with what was observed until then")
  func obstacle() {
    let claim = Claim("test", .tutorial, "A test.") { log in
      log.see("a call", "done", claimed: "done")
      throw ErrorCode.tooManyFiles
    }
    let reply = claim.examine(on: Backend(KernelWitness.name, KernelWitness.self))
    #expect(reply.obstacle == "EMFILE" && reply.evidence.count == 1)
    let entry = ClaimReport.Entry(claim, reply.evidence, obstacle: reply.obstacle)
    #expect(entry.verdict == .undecided && entry.reason == "EMFILE")
  }

  @Test("steps are judged by what the kernel does, whichever way that is claimed")
  func steps() throws {
    let arrival = "open a b = unix-stream\nregister a readable\nwrite b 1\n"
    func verdict(_ last: String) throws -> ClaimVerdict {
      try Self.decision { log in try log.perform(arrival + last) }.verdict
    }
    #expect(try verdict("wait -> a: readable") == .holds)
    #expect(try verdict("wait -> nothing") == .refuted)
    #expect(try verdict("wait -> nothing or a: readable") == .holds)
    #expect(try verdict("register a readable -> EEXIST") == .holds)
    #expect(try verdict("modify a readable -> EEXIST") == .refuted)
    #expect(try verdict("wait") == .undecided)
  }

  @Test("a step that prepares the others and is refused is an obstacle")
  func refusedPreparation() {
    #expect {
      _ = try Self.decision { log in
        try log.perform("open a b = unix-stream\nregister a readable\nregister a readable\nwait -> nothing")
      }
    } throws: {
      "\($0)" == "register a readable: EEXIST"
    }
  }

  @Test("costs grow in proportion to the size, or less, by their slope over all sizes")
  func growth() {
    let sizes = [10, 100, 1000, 10_000]
    func growth(_ cost: (Double) -> Double) -> String {
      CostCurve(sizes, costs: sizes.map { cost(Double($0)) }).growth
    }
    #expect(growth { _ in 1000 } == CostCurve.lessThanProportionally)
    #expect(
      growth { size in 1000 + 100 * Double(Int(size).bitWidth - Int(size).leadingZeroBitCount) }
        == CostCurve.lessThanProportionally)
    #expect(growth { size in 10 * size } == CostCurve.proportionally)
    #expect(growth { size in 500 + 30 * size } == CostCurve.proportionally)
    #expect(abs(CostCurve(sizes, costs: [1e3, 1e4, 1e5, 1e6]).exponent - 1) < 0.001)
  }

  @Test("of contradicting claims those are right that hold, once all of them were tried")
  func contradiction() {
    func entry(_ id: String, _ verdict: ClaimVerdict) -> ClaimReport.Entry {
      ClaimReport.Entry(id: id, source: "", claim: "", verdict: verdict, evidence: [])
    }
    let contradiction = Contradiction("Is it so?", ["one": "Yes.", "other": "No.", "third": "Perhaps."])
    let entries = [entry("one", .refuted), entry("other", .holds), entry("third", .depends)]
    let report = ClaimReport.Contradiction(contradiction, among: entries)
    #expect(report?.right == ["other"])
    #expect(report?.conclusion == "right: other; under some conditions: third")
    #expect(ClaimReport.Contradiction(contradiction, among: Array(entries.dropLast())) == nil)
  }
}
