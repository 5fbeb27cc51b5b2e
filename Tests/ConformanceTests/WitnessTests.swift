import EventLoopAPI
import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The kernel as a witness")
struct WitnessTests {
  private static var program: WorkerProgram {
    WorkerProgram(
      backend: "epoll", executable: CommandRun.products.appendingPathComponent("conformance").path, advice: ""
    )
  }

  /// The scenarios in which the contract asks a loop for more than the kernel gives, with what that is.
  private static let exceptions: [String: String] = [
    "edge/unread-is-kept": "to keep what is unread of a batch",
    "lifetime/ghost-and-a-wake": "to lay a ghost to rest",
    "lifetime/ghost-and-an-edge": "to lay a ghost to rest",
    "lifetime/ghost-beside-a-modified-one": "to lay a ghost to rest",
    "lifetime/ghost-beside-a-reused-number": "to lay a ghost to rest",
    "lifetime/ghost-beside-an-exclusive-one": "to lay a ghost to rest",
    "lifetime/ghost-beside-the-new-owner": "to lay a ghost to rest",
    "lifetime/ghost-beside-two-owners": "to lay a ghost to rest",
    "lifetime/ghost-laid-to-rest": "to lay a ghost to rest",
    "lifetime/superseded-by-the-new-owner": "to know that a number has a new owner",
    "lifetime/superseded-cannot-modify": "to know that a number has a new owner",
    "priority/mounts-number-reused": "to lay a ghost to rest",
    "one-shot/armed-while-its-report-is-collected": "one report for each arming",
    "rearming/interest-swapped-in-the-batch": "to fit an unread report to a new interest",
    "rearming/interest-taken-in-the-batch": "to fit an unread report to a new interest",
    "timers/unread-is-kept": "to keep what is unread of a batch",
  ]

  @Test("the kernel by itself does what the model says, in every scenario and every step, order included")
  func catalogue() throws {
    var witness = Witness(Self.program, .seconds(10))
    for scenario in try Catalogue().scenarios {
      guard Self.exceptions[scenario.id] == nil else {
        #expect(scenario.asksMoreThanKernel)
        continue
      }
      let answer = witness.result(of: scenario)
      let result = try #require(answer, "\(scenario.id)")
      let standings = Oracle().standings(of: scenario, observed: result.outcomes)
      for (index, standing) in standings.enumerated() where standing != .linux {
        let observed = result.outcomes[index]?.description ?? "not done"
        Issue.record("\(scenario.id), step \(index + 1): \(observed), \(standing)")
      }
      #expect(result.leaks == [])
    }
  }

  @Test("a difference that the kernel by itself shows is laid to the kernel, with its release")
  func blame() throws {
    let scenario = try Scenario.steps("open e = eventfd initial=1\nregister e readable\nwait")
    let description = Backend.Description(
      identity: BackendIdentity(name: "uv", mechanism: "libuv", version: "1.44.2"),
      capabilities: Capabilities(all: .native, timerResolution: .milliseconds(1)))
    let seen = RunResult(.finished, outcomes: [.done, .done, .nothing])
    var report = Judge(description, Ledger([])).judge(scenario, seen)
    #expect(report.verdict == .undeclared && report.reason == nil)
    report.blameKernel(if: nil)
    report.blameKernel(
      if: RunResult(.finished, outcomes: [.done, .done, Outcome(text: "e: readable")]))
    #expect(report.reason == nil)
    report.blameKernel(if: seen)
    let reason = try #require(report.reason)
    #expect(reason.contains("Linux \(Environment.current().kernel) itself does this in step 3"))
    #expect(reason.contains("not uv") && reason.contains("e: readable"))
  }

  @Test("a program that cannot be started is no witness, and no failure")
  func missing() throws {
    var witness = Witness(
      WorkerProgram(backend: "x", executable: "/nonexistent", advice: ""), .seconds(1))
    let scenario = try Scenario.steps("wait")
    let answer = witness.result(of: scenario)
    #expect(answer == nil)
  }

  @Test("a file that the kernel contradicts fails the run, and says that the file is to be mended")
  func command() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("wrong.scenario")
    try "purpose Wrong.\ncites law:test\nopen e = eventfd initial=1\nregister e readable\nwait -> nothing\n"
      .write(to: file, atomically: true, encoding: .utf8)
    let run = try CommandRun(["run", file.path, "--backend", "uv"])
    #expect(run.status == 1)
    #expect(run.output.contains("the file and the model disagree"))
    #expect(run.output.contains("does as the model says: mend the file."))
    let json = try CommandRun(["run", file.path, "--backend", "epoll", "--format", "json"])
    let report = try JSONDecoder().decode(Report.self, from: Data(json.output.utf8))
    #expect(report.conflicts?.map(\.blame) == [.file])
  }

  @Test("a scenario without any expectation is judged on every backend that can run it")
  func withoutExpectations() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("bare.scenario")
    try """
    purpose Nothing is written, so the model says it.
    cites law:test
    open a b = unix-stream
    register a readable edge
    write b 100
    wait
    read a 50
    wait
    write b 1
    wait
    close b
    wait
    """.write(to: file, atomically: true, encoding: .utf8)
    let run = try CommandRun(["run", file.path, "--backend", "epoll,uv", "--format", "json"])
    #expect(run.status == 0)
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.results.map(\.verdict) == [.agrees, .agrees])
    let waits = try #require(report.results.first).steps.filter { $0.text == "wait" }
    #expect(waits.map(\.expected) == [["a: readable"], ["nothing"], ["a: readable"], ["a: readable hangup"]])
  }
}
