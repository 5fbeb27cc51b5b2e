import EventLoopAPI
import Testing

@testable import ConformanceSuite

@Suite("The judge")
struct JudgeTests {
  private let scenario: Scenario

  init() throws {
    scenario = try Scenario.steps(
      """
      open a b = pipe
      schedule t at 1ms
      register a readable
      register b writable
      wait -> a: readable, b: writable, timer t, wake
      drain a
      wait
      """, id: "edge/a")
  }

  /// The outcomes as expected, but for the first wait; the last one is what the model says.
  private func outcomes(_ wait: String) -> [Outcome?] {
    [.done, .done, .done, .done, Outcome(text: wait), .done, Outcome(text: "b: writable")]
  }

  private func judge(
    _ ledger: String = "", version: String = "1.44.2", supports: (inout Capabilities) -> Void = { _ in }
  ) throws -> Judge {
    var capabilities = Capabilities(all: .native, timerResolution: .milliseconds(1))
    supports(&capabilities)
    return Judge(
      Backend.Description(
        identity: BackendIdentity(name: "uv", mechanism: "libuv", version: version),
        capabilities: capabilities),
      Ledger(try LedgerParser.parse(ledger, backend: "uv", file: "/x/uv.ledger")))
  }

  private func entry(
    _ observed: String..., pattern: String = "edge/a", version: String = "any", sometimes: String? = nil
  ) -> String {
    let lines = observed.map { "observed \($0)\n" }.joined() + (sometimes.map { "sometimes \($0)\n" } ?? "")
    return
      "difference \(pattern)\nversion \(version)\n\(lines)reason Because.\ncites libuv:src/x.c man:poll(2)\n"
  }

  private func verdict(_ wait: String, _ ledger: String = "") throws -> Verdict {
    try judge(ledger).judge(scenario, RunResult(.finished, outcomes: outcomes(wait))).verdict
  }

  @Test("what is written agrees")
  func agreement() throws {
    let result = RunResult(
      .finished, outcomes: outcomes("a: readable, b: writable, timer t, wake"), nanoseconds: 42)
    let report = try judge().judge(scenario, result)
    #expect(report.verdict == .agrees)
    #expect(report.scenario == "edge/a" && report.backend == "uv" && report.nanoseconds == 42)
    #expect(report.differences == [] && report.reason == nil)
    #expect(report.steps.map(\.number) == Array(1...7))
    #expect(report.steps.map(\.line) == Array(4...10))
    #expect(report.steps[4].expected == ["a: readable, b: writable, timer t, wake"])
    #expect(report.steps[4].observed == "a: readable, b: writable, timer t, wake")
    #expect(report.steps.allSatisfy { !$0.differs })
  }

  @Test("readiness may come in another order within one wait, and nothing else may")
  func order() throws {
    #expect(try verdict("b: writable, a: readable, timer t, wake") == .permitted)
    #expect(try verdict("a: readable, b: writable, wake, timer t") == .undeclared)
    #expect(try verdict("a: readable, timer t, b: writable, wake") == .undeclared)
    #expect(try verdict("timer t, b: writable, a: readable, wake") == .undeclared)
    #expect(try verdict("a: writable, b: readable, timer t, wake") == .undeclared)
    #expect(try verdict("b: writable, timer t, wake") == .undeclared)
    #expect(try verdict("a: readable, a: readable, b: writable, timer t, wake") == .undeclared)
    #expect(try verdict("a: readable, a: readable, timer t, wake") == .undeclared)
  }

  @Test("another outcome that is written is permitted, in either order of its readiness")
  func alternatives() throws {
    let scenario = try Scenario.steps(
      "open a b = pipe\nregister a readable -> EEXIST or EBADF\nwait -> nothing or a: readable, b: writable")
    func verdict(_ refusal: String, _ wait: String) throws -> Verdict {
      let result = RunResult(.finished, outcomes: [.done, .word(refusal), Outcome(text: wait)])
      return try judge().judge(scenario, result).verdict
    }
    #expect(try verdict("EEXIST", "nothing") == .agrees)
    #expect(try verdict("EBADF", "nothing") == .permitted)
    #expect(try verdict("EEXIST", "a: readable, b: writable") == .permitted)
    #expect(try verdict("EEXIST", "b: writable, a: readable") == .permitted)
    #expect(try verdict("EEXIST", "a: readable") == .undeclared)
    #expect(try verdict("EPERM", "nothing") == .undeclared)
    #expect(try verdict("done", "nothing") == .undeclared)
  }

  @Test("without an expectation the model says what may be seen")
  func modelsExpectation() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      register a writable
      register b writable
      wake
      wait
      embed
      """)
    func verdict(_ wait: String, _ embed: String = "ready") throws -> Verdict {
      let outcomes: [Outcome?] = [.done, .done, .done, .done, Outcome(text: wait), .word(embed)]
      return try judge().judge(scenario, RunResult(.finished, outcomes: outcomes)).verdict
    }
    #expect(try verdict("a: writable, b: writable, wake") == .agrees)
    #expect(try verdict("b: writable, a: writable, wake") == .permitted)
    let others = [
      "nothing", "a: writable, wake", "a: writable, b: writable", "a: readable writable, b: writable, wake",
      "wake, a: writable, b: writable", "a (ended): writable, b: writable, wake", "an early return",
      "a: writable, b: writable, wake, more than the batch holds",
      "a: writable, a: writable, b: writable, wake",
    ]
    for outcome in others {
      #expect(try verdict(outcome) == .undeclared, "\(outcome)")
    }
    #expect(try verdict("a: writable, b: writable, wake", "idle") == .undeclared)
  }

  @Test("a report says what the model predicts, and by what freedom something else was permitted")
  func predictions() throws {
    let scenario = try Scenario.steps(
      "open a b = unix-stream\nregister a writable\nregister b writable\nwait")
    let outcomes: [Outcome?] = [.done, .done, .done, Outcome(text: "b: writable, a: writable")]
    let step = try judge().judge(scenario, RunResult(.finished, outcomes: outcomes)).steps[3]
    #expect(step.expected == ["a: writable, b: writable"])
    #expect(step.predicted == "a: writable, b: writable")
    #expect(step.freedom == "order")
    #expect(!step.differs)
  }

  @Test("a difference names its step and what was seen, and every one of them")
  func differences() throws {
    let result = RunResult(
      .finished, outcomes: [.done, nil, .word("EPERM"), .done, .nothing, .done, nil],
      leaks: ["socket", "anon_inode:[eventfd]"])
    let report = try judge().judge(scenario, result)
    #expect(report.verdict == .undeclared)
    #expect(
      report.differences == [
        "step 2: not done", "step 3: EPERM", "step 5: nothing", "step 7: not done", "leak: socket",
        "leak: anon_inode:[eventfd]",
      ])
    #expect(report.steps.filter(\.differs).map(\.number) == [2, 3, 5, 7])
    #expect(report.steps[1].observed == nil)
  }

  @Test("a descriptor that is left open is a difference by itself")
  func leaks() throws {
    let agreeing = outcomes("a: readable, b: writable, timer t, wake")
    let result = RunResult(.finished, outcomes: agreeing, leaks: ["socket"])
    #expect(try judge().judge(scenario, result).verdict == .undeclared)
    #expect(try judge(entry("leak: socket")).judge(scenario, result).verdict == .declared)
  }

  @Test(
    "a difference that the ledger declares exactly is declared, with its reason and where that is written")
  func declared() throws {
    let report = try judge(entry("step 5: a: readable, wake")).judge(
      scenario, RunResult(.finished, outcomes: outcomes("a: readable, wake")))
    #expect(report.verdict == .declared)
    #expect(report.reason == "Because.")
    #expect(report.cites == ["libuv:src/x.c", "man:poll(2)"])
    #expect(report.differences == ["step 5: a: readable, wake"])
  }

  @Test("a difference is declared by its own scenario, version and outcome, by all of it, and by no other")
  func notDeclared() throws {
    let seen = "a: readable, wake"
    #expect(try verdict(seen, entry("step 5: a: readable, wake", pattern: "edge/*")) == .declared)
    #expect(try verdict(seen, entry("step 5: a: readable, wake", version: "1.44 ... 1.52")) == .declared)
    #expect(try verdict(seen, entry("step 5: nothing") + entry("step 5: a: readable, wake")) == .declared)
    #expect(try verdict(seen, entry("step 5: a: readable")) == .undeclared)
    #expect(try verdict(seen, entry("step 4: a: readable, wake")) == .undeclared)
    #expect(try verdict(seen, entry("step 5: a: readable, wake", "step 7: wake")) == .undeclared)
    #expect(try verdict(seen, entry("step 5: a: readable, wake", pattern: "level/*")) == .undeclared)
    #expect(try verdict(seen, entry("step 5: a: readable, wake", version: "1.45 ... 1.52")) == .undeclared)
  }

  @Test("where the ledger declares something else, the report says where and what")
  func declaredOtherwise() throws {
    let report = try judge("# One.\n" + entry("step 5: nothing", "timedOut")).judge(
      scenario, RunResult(.finished, outcomes: outcomes("wake")))
    #expect(report.verdict == .undeclared)
    #expect(report.reason == "the ledger (uv.ledger:2) declares something else: step 5: nothing; timedOut")
  }

  @Test(
    "what the ledger declares and nobody sees is stale",
    arguments: ["a: readable, b: writable", "b: writable, a: readable"])
  func stale(readiness: String) throws {
    let report = try judge(entry("step 5: nothing")).judge(
      scenario, RunResult(.finished, outcomes: outcomes("\(readiness), timer t, wake")))
    #expect(report.verdict == .stale)
    #expect(report.reason == "the ledger (uv.ledger:1) declares step 5: nothing, which is not seen")
  }

  @Test("what is declared to be seen sometimes is declared when it is seen, and is not stale when it is not")
  func sometimes() throws {
    let lucky = entry("step 5: wake", sometimes: "The kernel decides.")
    let report = try judge(lucky).judge(scenario, RunResult(.finished, outcomes: outcomes("wake")))
    #expect(report.verdict == .declared)
    #expect(report.reason == "Because. Only sometimes: The kernel decides.")
    #expect(try verdict("a: readable, b: writable, timer t, wake", lucky) == .agrees)
    #expect(try verdict("b: writable, a: readable, timer t, wake", lucky) == .permitted)
  }

  @Test("luck excuses nothing but exactly what is declared")
  func nothingButLuck() throws {
    let lucky = entry("step 5: wake", sometimes: "The kernel decides.")
    #expect(try verdict("nothing", lucky) == .undeclared)
    #expect(try verdict("a: readable, wake", lucky) == .undeclared)
    let result = RunResult(.finished, outcomes: outcomes("wake"), leaks: ["socket"])
    #expect(try judge(lucky).judge(scenario, result).verdict == .undeclared)
    #expect(try judge(lucky).judge(scenario, RunResult(.crashed("SIGABRT"))).verdict == .crashed)
    #expect(try judge(lucky).judge(scenario, RunResult(.timedOut)).verdict == .timedOut)
    let later = entry("step 5: wake", version: "1.45 ... 1.53", sometimes: "The kernel decides.")
    #expect(try verdict("wake", later) == .undeclared)
  }

  @Test("beside an entry for what is always seen luck is an alternative, and one of them must be seen")
  func luckBesideTheRule() throws {
    let both = [
      entry("step 5: wake", sometimes: "The kernel decides.") + entry("step 5: nothing"),
      entry("step 5: nothing") + entry("step 5: wake", sometimes: "The kernel decides."),
    ]
    for ledger in both {
      #expect(try verdict("wake", ledger) == .declared)
      #expect(try verdict("nothing", ledger) == .declared)
      #expect(try verdict("a: readable, b: writable, timer t, wake", ledger) == .stale)
      #expect(try verdict("a: readable, wake", ledger) == .undeclared)
    }
  }

  @Test("what cannot be seen at all is stale, also where it is declared to be seen sometimes")
  func luckThatIsNeverThere() throws {
    let lucky = entry("timedOut", sometimes: "The kernel decides.")
    #expect(try judge(lucky).unsupported(scenario, missing: ["edge"]).verdict == .stale)
    let elsewhere = try Scenario.steps("wait", id: "edge/b")
    #expect(try judge(lucky).entriesWithoutScenario(in: [elsewhere.id]).map(\.verdict) == [.stale])
  }

  @Test("an entry that fits no scenario is stale, if it is for this version")
  func entriesWithoutScenario() throws {
    let ledger =
      entry("timedOut", pattern: "edge/b") + entry("timedOut", pattern: "edge/*")
      + entry("timedOut", pattern: "old/*", version: "1.30 ... 1.40")
    let reports = try judge(ledger).entriesWithoutScenario(in: [scenario.id])
    #expect(reports.map(\.scenario) == ["edge/b"])
    #expect(reports.map(\.verdict) == [.stale])
    #expect(reports.first?.reason == "the ledger (uv.ledger:1) names no scenario that there is")
  }

  @Test("a crash and a time-out are verdicts of their own unless they are declared")
  func endings() throws {
    let crash = RunResult(.crashed("SIGABRT"))
    #expect(try judge().judge(scenario, crash).verdict == .crashed)
    #expect(try judge().judge(scenario, crash).differences == ["crashed SIGABRT"])
    #expect(try judge(entry("crashed SIGABRT")).judge(scenario, crash).verdict == .declared)
    #expect(try judge(entry("crashed SIGSEGV")).judge(scenario, crash).verdict == .crashed)
    let timeOut = RunResult(.timedOut)
    #expect(try judge().judge(scenario, timeOut).verdict == .timedOut)
    #expect(try judge(entry("timedOut")).judge(scenario, timeOut).verdict == .declared)
    #expect(try judge(entry("crashed SIGABRT")).judge(scenario, timeOut).verdict == .timedOut)
  }

  @Test("a scenario that needs a feature which the backend lacks is unsupported, and the report says which")
  func unsupported() throws {
    let edge = try Scenario.steps("open e = eventfd\nregister e readable edge")
    let later = try Scenario.steps(
      "open e = eventfd\nregister e readable\non e: modify e readable edge oneShot")
    let embedded = try Scenario.steps("open e = eventfd\nregister e readable\nembed -> idle")
    let judge = try judge { $0.edge = .absent }
    #expect(judge.missingFeatures(for: scenario) == [])
    #expect(judge.missingFeatures(for: edge) == ["edge"])
    #expect(judge.missingFeatures(for: later) == ["edge"])
    #expect(judge.missingFeatures(for: embedded) == [])
    #expect(try self.judge { $0.embedding = .absent }.missingFeatures(for: embedded) == ["embedding"])
    var needy = scenario
    needy.neededFeatures = ["deadlines", "priority"]
    #expect(try self.judge { $0.deadlines = .absent }.missingFeatures(for: needy) == ["deadlines"])
    #expect(try self.judge { $0.oneShot = .absent }.missingFeatures(for: edge) == [])
    #expect(try self.judge { $0.edge = .emulated }.missingFeatures(for: edge) == [])
    let report = judge.unsupported(edge, missing: ["edge", "oneShot"])
    #expect(report.verdict == .unsupported)
    #expect(report.reason == "the backend lacks edge, oneShot")
    #expect(report.steps.isEmpty)
    let ledger = entry("timedOut", pattern: "test/*")
    #expect(try self.judge(ledger).unsupported(edge, missing: ["edge"]).verdict == .stale)
  }

  @Test("only what is unforeseen fails a run")
  func failures() {
    #expect(Verdict.allCases.filter(\.isFailure) == [.undeclared, .stale, .crashed, .timedOut])
  }
}

@Suite("The judge and namespaces")
struct JudgeNamespaceTests {
  @Test("a scenario that needs a namespace which cannot be made is unsupported, and another refusal is not")
  func refused() throws {
    let description = Backend.Description(
      identity: BackendIdentity(name: "uv", mechanism: "libuv", version: "1.44.2"),
      capabilities: Capabilities(all: .native, timerResolution: .milliseconds(1)))
    let judge = Judge(description, Ledger([]))
    func report(_ steps: String, _ outcomes: Outcome...) throws -> ScenarioReport {
      judge.judge(try Scenario.steps(steps), RunResult(.finished, outcomes: outcomes))
    }
    let mounts = try report("open m = mounts\nregister m priority", .word("EPERM"), .word("not opened"))
    #expect(mounts.verdict == .unsupported)
    #expect(mounts.reason?.contains("EPERM") == true)
    #expect(try report("open m = mounts", .done).verdict == .agrees)
    #expect(try report("open e = eventfd", .word("EMFILE")).verdict == .undeclared)
  }
}
