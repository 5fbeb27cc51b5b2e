import EventLoopAPI
import Foundation
import Mutants
import Testing

@testable import ConformanceSuite

@Suite("What a scenario in Swift writes down")
struct TrialLogTests {
  private static let subject = Trial("area/name", "Shows it.", cites: ["law:live"], .kernel(SizeIgnored.self))

  private static let judge = Judge(
    Backend.Description(
      identity: BackendIdentity(name: "kernel", mechanism: "Linux", version: "6.1"),
      capabilities: Capabilities(all: .native, timerResolution: .nanoseconds(1))),
    Ledger([]))

  private static func report(_ log: TrialLog, leaks: [String] = []) -> ScenarioReport {
    judge.judge(
      subject, TrialResult(ending: .finished, steps: log.steps, missing: log.missing, leaks: leaks))
  }

  @Test("what is allowed agrees, anything else differs, by its number and what was seen")
  func differences() {
    var log = TrialLog()
    log.did("a thing")
    log.see("another", "1", is: "1")
    log.see("a third", "2", in: ["1", "3"])
    log.see("a fourth", "3", in: ["1", "3"])
    #expect(log.steps.map(\.differs) == [false, false, true, false])
    let report = Self.report(log)
    #expect(report.verdict == .undeclared && report.differences == ["step 3: 2"])
    #expect(report.steps.map(\.expected) == [["done"], ["1"], ["1", "3"], ["1", "3"]])
  }

  @Test("of rounds the first that is wrong is told, and of right ones what may be")
  func rounds() {
    var log = TrialLog()
    log.see("a race", inRounds: ["a", "b", "a"], ["a", "b"])
    log.see("a race", inRounds: ["a", "c", "d"], ["a", "b"])
    #expect(log.steps.map(\.observed) == ["a or b", "c"])
    #expect(log.steps.map(\.text) == ["a race, 3 rounds", "a race, 3 rounds"])
    #expect(Self.report(log).differences == ["step 2: c"])
    #expect(log.steps[0] == log.steps[0] && log.steps[0] != log.steps[1])
  }

  @Test("that no round came about is a difference, and no reason to end the worker")
  func noRounds() {
    var log = TrialLog()
    log.see("a race", inRounds: [], ["a", "b"])
    #expect(Self.report(log).differences == ["step 1: no round came about"])
  }

  @Test("right rounds read the same whichever of them came")
  func sameText() {
    var (first, second) = (TrialLog(), TrialLog())
    first.see("a race", inRounds: ["a", "b"], ["a", "b"])
    second.see("a race", inRounds: ["b", "b"], ["a", "b"])
    #expect(first.steps == second.steps)
  }

  @Test("a trial that lacks something is unsupported, whatever else it saw")
  func lacking() {
    var log = TrialLog()
    log.see("a thing", "1", is: "2")
    log.lacks("a second processor")
    let report = Self.report(log)
    #expect(report.verdict == .unsupported && report.reason == "this system lacks a second processor")
  }

  @Test("a descriptor that is left open is a difference, and so are a crash and a hang")
  func endings() {
    var log = TrialLog()
    log.did("a thing")
    #expect(Self.report(log, leaks: ["pipe"]).differences == ["leak: pipe"])
    let crash = Self.judge.judge(Self.subject, TrialResult(ending: .crashed("SIGABRT"), complaint: "why"))
    #expect(crash.verdict == .crashed && crash.differences == ["crashed SIGABRT"] && crash.reason == "why")
    let hang = Self.judge.judge(Self.subject, TrialResult(ending: .timedOut))
    #expect(hang.verdict == .timedOut && hang.differences == ["timedOut"])
  }

  @Test("a trial that throws has a last step that says so")
  func throwing() throws {
    enum Broken: KernelTrial {
      static var trial: Trial { Trial("area/broken", "Throws.", cites: ["law:live"], .kernel(Self.self)) }
      static func run(_ log: inout TrialLog) throws {
        log.did("a thing")
        throw ErrorCode.exists
      }
    }
    let reply = Broken.trial.run(on: Backend("mutant", MutantLoop.self))
    #expect(reply.steps.map(\.observed) == ["done", "stopped by EEXIST"])
    #expect(reply.steps.map(\.differs) == [false, true])
  }

  @Test("a trial that crashes or hangs costs its verdict, and the next one is run")
  func crashing() throws {
    let program = WorkerProgram(
      backend: "mutant:waits-in-turn",
      executable: CommandRun.products.appendingPathComponent("conformance").path, advice: "")
    var runner = try BackendRunner(program, .milliseconds(500))
    let hanging = try #require(Trial.all.first { $0.id == "threads/loops-in-parallel" })
    let usual = try #require(Trial.all.first { $0.id == "level/a-hundred-at-once" })
    #expect(try runner.run(hanging).ending == .timedOut)
    #expect(try runner.run(usual).ending == .finished)
  }
}
