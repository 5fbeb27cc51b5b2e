import Mutants
import Synchronization
import Testing

@testable import ConformanceSuite

@Suite("A campaign")
struct CampaignTests {
  private func run(_ plan: Exploration, _ mutant: String) throws -> ExplorationReport {
    try plan.run(on: .mutant(mutant), by: try Suite())
  }

  private func plan(_ count: Int, _ letters: Set<Alphabet.Letters>) -> Exploration {
    var plan = Exploration(.random(seed: 1, count: count))
    plan.alphabet = Alphabet(letters)
    return plan
  }

  /// The steps of a group's smallest program, on one line and without what they are expected to lead to.
  private func line(of group: ExplorationReport.Group) throws -> String {
    try ScenarioParser.parse(group.scenario, id: "", file: "group").line
  }

  @Test("without a fault nothing is found")
  func control() throws {
    let report = try run(plan(500, Set(Alphabet.Letters.allCases)), "none")
    #expect(report.groups.isEmpty && report.isAsDeclared)
    #expect(report.programs == 500)
    #expect(report.states > 500 && report.rules.covered.count > 50)
  }

  @Test("what differs in many programs is few groups, with the smallest program and what is seen there")
  func groups() throws {
    let report = try run(plan(300, [.counters, .edge]), "edge-as-level")
    #expect(report.programs == 300 && !report.isAsDeclared)
    let lines = try report.groups.map(line)
    #expect(lines.count < 8 && Set(lines).count == lines.count, "\(lines)")
    #expect(lines.first == "open a = eventfd; register a writable edge; wait; wait", "\(lines)")
    let group = try #require(report.groups.first)
    #expect(
      group.symptom == "wait: told too: writable" && group.isSeenAgain && group.programs > 3, "\(group)")
    #expect(group.expected.map { $0 ?? "not done" } == ["done", "done", "a: writable", "nothing"])
    #expect(group.observed == "done; done; a: writable; a: writable")
  }

  @Test(
    "programs that hang cost no other, and are of one group with those that lack the same and do not sleep")
  func hang() throws {
    let letters: Set<Alphabet.Letters> = [.counters, .wakes]
    let report = try run(plan(60, letters), "wake-lost-awake")
    #expect(report.programs == 60)
    let group = try #require(report.groups.first)
    #expect(report.groups.count == 1)
    #expect(group.symptom == "wait: not told: wake")
    #expect(try line(of: group) == "wake; wait")
    let losing = ProgramGenerator.programs(60, of: Alphabet(letters)).filter { program in
      program.predicted.contains { $0?.items.contains("wake") == true }
    }
    #expect(group.programs == losing.count)
    #expect(losing.contains { $0.scenario.steps.contains { $0.action == .wait(.forever) } })
  }

  @Test("an exhaustive search finds a fault, and has the same programs on one worker and on many")
  func exhaustive() throws {
    var plan = Exploration(.exhaustive)
    plan.length = 4
    plan.alphabet = Alphabet([.pipes, .edge])
    plan.workers = 1
    let one = try run(plan, "edge-as-level")
    plan.workers = 4
    let many = try run(plan, "edge-as-level")
    #expect(one.programs == many.programs && one.states == many.states && one.enumerated == many.enumerated)
    #expect(one.rules == many.rules && one.seed == nil)
    #expect(one.groups.map(\.programs) == many.groups.map(\.programs))
    let lines = try one.groups.map(line)
    #expect(lines == ["open a = eventfd; register a writable edge; wait; wait"])
    #expect(try many.groups.map(line) == lines)
  }

  @Test("a finding of an exhaustive search has its program's number in all of it")
  func exhaustiveNumbers() throws {
    let letters: Set<Alphabet.Letters> = [.pipes, .counters, .edge]
    var search = ExhaustiveSearch(depth: 4, Alphabet(letters))
    var sources: [String] = []
    while !search.isFinished { sources += search.advance().map(\.source) }
    let part = ExhaustivePart(
      depth: 4, letters: Alphabet(letters).names, index: 1, count: 2, timeLimit: 1000)
    var session = try WorkerSession(.mutant("edge-as-level"), .seconds(3600))
    var findings: [Finding] = []
    var isFinished = false
    while !isFinished {
      guard case .reply(let reply) = try session.ask(WorkerRequest.part(part), for: ExhaustivePartReply.self)
      else {
        Issue.record("no reply")
        return
      }
      findings += reply.findings
      isFinished = reply.isFinished
    }
    #expect(findings.contains { $0.program >= 4000 })
    for finding in findings { #expect(sources[finding.program] == finding.source) }
  }

  @Test("the parts of an exhaustive search are together all of it")
  func exhaustiveShards() throws {
    var plan = Exploration(.exhaustive)
    plan.length = 3
    plan.alphabet = Alphabet([.pipes, .descriptors])
    let all = try run(plan, "none").programs
    plan.shard = (0, 2)
    let first = try run(plan, "none").programs
    plan.shard = (1, 2)
    let second = try run(plan, "none").programs
    #expect(first + second == all && abs(first - second) < 10 && all > 100)
  }

  @Test("when the time is up no more programs are begun")
  func budget() throws {
    var plan = plan(4000, [.pipes])
    plan.budget = .zero
    let report = try run(plan, "none")
    #expect(report.programs == 0 && report.groups.isEmpty)
  }

  @Test("what there is no time to look into is counted, and not passed over as if all agreed")
  func uninspected() throws {
    var plan = plan(10, [.counters, .edge])
    plan.budget = .zero
    let (suite, program) = (try Suite(), WorkerProgram.mutant("edge-as-level"))
    let description = try BackendRunner(program, .seconds(5)).description
    let campaign = Campaign(plan, program, description, Declarations(suite, description), { _ in })
    var inspector = try Inspector(campaign)
    let source = try Scenario.steps("open a = eventfd\nregister a writable edge\nwait\nwait").source
    let told = ["done", "done", "a: writable", "a: writable"]
    try inspector.inspect(Finding(program: 3, source: source, outcomes: told), 3)
    let report = try campaign.report()
    #expect(report.groups.isEmpty && report.uninspected == 1 && !report.isAsDeclared)
    #expect(ExplorationText(report, .plain).text.contains("for 1 more programs that disagree"))
  }

  @Test("a program that runs at the deadline is ended, and those before it count")
  func deadline() async {
    await #expect(processExitsWith: .success) {
      let backend = Backend("mutant", MutantLoop.self, configuration: .init(fault: .wakeLostAwake))
      let programs = try [
        "wake; wait 1us", "wake; wait", "signals every 1ms; wake; wait forever", "wait",
      ].map { line in
        let scenario = try Scenario.line(line)
        return Program(scenario: scenario, predicted: [.done, .nothing])
      }
      let runner = try ForkedRunner(backend, timeLimit: .seconds(1000))
      let (findings, count) = try runner.run(programs, from: 0, until: .now + .seconds(3))
      precondition(findings.isEmpty && count == 2, "\(findings) \(count)")
    }
  }

  @Test("a program that sleeps for good is ended before its time is over, and the next one runs")
  func asleep() async {
    await #expect(processExitsWith: .success) {
      let backend = Backend("mutant", MutantLoop.self, configuration: .init(fault: .wakeLostAwake))
      let programs = try ["wake; wait forever", "wake; wait"].map { line in
        Program(scenario: try Scenario.line(line), predicted: [.done, .nothing])
      }
      let (findings, count) = try ForkedRunner(backend, timeLimit: .seconds(1000)).run(programs, from: 0)
      precondition(findings.map(\.program) == [0] && findings[0].isTimedOut && count == 2, "\(findings)")
    }
  }

  @Test("progress comes to the number of programs that there are")
  func progress() throws {
    let latest = Mutex(Exploration.Progress())
    _ = try plan(100, [.pipes]).run(on: .mutant("none"), by: try Suite()) { progress in
      latest.withLock { $0 = progress }
    }
    let progress = latest.withLock { $0 }
    #expect(progress.done == 100 && progress.total == 100 && progress.groups == 0 && progress.states > 10)
  }

  @Test("a worker that there is not is no campaign")
  func missingWorker() throws {
    #expect(throws: SuiteError.self) { try run(plan(10, [.pipes]), "unheard-of") }
  }
}
