import Mutants
import Testing

@testable import ConformanceSuite

@Suite("A block of programs, run one after another in forked children")
struct ExplorationBlockTests {
  /// What a worker finds in a block.
  private func findings(
    _ count: Int, _ letters: Set<Alphabet.Letters>, on program: WorkerProgram
  ) throws -> [Finding] {
    var session = try WorkerSession(program, .seconds(100))
    let block = ExplorationBlock(
      seed: 1, number: 0, programs: count, length: 8, letters: Alphabet(letters).names, timeLimit: 1500)
    guard
      case .reply(let reply) = try session.ask(WorkerRequest.block(block), for: ExplorationBlockReply.self)
    else {
      throw SuiteError.broken(backend: program.backend, reason: "the block has no answer")
    }
    #expect(reply.failure == nil)
    #expect(reply.coverage.states.count > 0)
    return reply.findings
  }

  /// What the block's programs show when each is run in a worker by itself, by their numbers.
  private func symptoms(
    _ count: Int, _ letters: Set<Alphabet.Letters>, on program: WorkerProgram
  ) throws -> [Int: String] {
    var shrinker = try Shrinker(program, .milliseconds(1500))
    var symptoms: [Int: String] = [:]
    for (number, program) in ProgramGenerator.programs(count, of: Alphabet(letters)).enumerated() {
      symptoms[number] = try shrinker.symptom(of: program.scenario)?.text
    }
    return symptoms
  }

  private func check(
    _ count: Int, _ letters: Set<Alphabet.Letters>, on program: WorkerProgram
  ) throws -> [Finding] {
    let findings = try findings(count, letters, on: program)
    let expected = try symptoms(count, letters, on: program)
    #expect(findings.map(\.program) == expected.keys.sorted())
    for finding in findings {
      let scenario = try ScenarioParser.parse(finding.source, id: "", file: "finding")
      #expect(Symptom(scenario, finding.result)?.text == expected[finding.program])
    }
    return findings
  }

  @Test("a crash costs its own program, and those before and after it are judged")
  func crash() throws {
    let findings = try check(80, [.pipes, .descriptors], on: .plainLibuv)
    #expect(findings.count { $0.crash == "SIGABRT" } > 2)
    #expect(findings.contains { $0.crash == nil })
    #expect(findings.last?.program ?? 0 > 60)
  }

  @Test("a hang costs its own program, and those before and after it are judged")
  func hang() throws {
    let findings = try check(100, [.counters, .wakes], on: .mutant("wake-lost-awake"))
    #expect(findings.contains(where: \.isTimedOut) && findings.contains { !$0.isTimedOut })
    #expect(findings.last?.program ?? 0 > 40)
  }

  @Test("what a program leaves open is its own finding, whatever number it has")
  func leak() async {
    await #expect(processExitsWith: .success) {
      let backend = Backend("mutant", MutantLoop.self, configuration: .init(fault: .rebuildLeaks))
      let ghost =
        "open a = eventfd initial=1; open d = dup a; register a readable; close a; deregister a; wait; wait"
      let programs = try ["wake; wait", ghost, "open a b = pipe; wait", ghost, ghost, "wait"].map { line in
        let scenario = try Scenario.line(line)
        return Program(scenario: scenario, predicted: Oracle().prediction(for: scenario))
      }
      let (findings, _) = try ForkedRunner(backend, timeLimit: .seconds(20)).run(programs, from: 100)
      precondition(findings.map(\.program) == [101, 103, 104], "\(findings)")
      precondition(findings.allSatisfy { $0.leaks == ["anon_inode:[eventpoll]"] }, "\(findings)")
    }
  }
}
