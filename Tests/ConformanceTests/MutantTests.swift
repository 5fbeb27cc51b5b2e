import EventLoopAPI
import Foundation
import Mutants
import Testing

@testable import ConformanceSuite

@Suite("Mutants")
struct MutantTests {
  private static func program(_ id: String) -> WorkerProgram {
    WorkerProgram(
      backend: "mutant:\(id)", executable: CommandRun.products.appendingPathComponent("conformance").path,
      advice: "")
  }

  private static func backend(_ fault: Fault?) -> Backend {
    Backend("mutant", MutantLoop.self, configuration: .init(fault: fault))
  }

  @Test("without a fault the loop keeps the whole catalogue")
  func faultless() throws {
    let suite = try Suite(Catalogue(), Ledger([]))
    let report = try suite.run(suite.catalogue.everything, on: [Self.program("none")])
    for result in report.results where result.verdict != .agrees && result.verdict != .permitted {
      Issue.record("\(result.scenario): \(result.verdict) \(result.differences) \(result.reason ?? "")")
    }
    #expect(Set(report.results.map(\.scenario)) == Set(suite.catalogue.ids))
  }

  @Test("generated programs must catch nine tenths of those that they can show")
  func exploredWell() {
    var report = MutationReport(environment: .current(), isExhaustive: false, programs: 10, mutants: [])
    for number in 0..<20 {
      var entry = MutationReport.Entry(id: "\(number)", description: "A fault.")
      entry.programs = number < 18 ? 1 : nil
      report.mutants.append(entry)
    }
    #expect(report.isExploredWell)
    report.mutants[17].programs = nil
    #expect(!report.isExploredWell)
    report.mutants[17].isBeyondPrograms = true
    #expect(!report.isExploredWell, "17 of 19")
    report.mutants[18].isBeyondPrograms = true
    #expect(report.isExploredWell, "17 of 18")
    let text = MutationText(report).text
    #expect(text.contains("10 generated programs catch 17 of 18 mutants; 2 more take threads or processes"))
  }

  @Test("every fault is in one topic, and told in a sentence of its own")
  func topics() {
    let placed = Fault.topics.flatMap { topic in topic.faults.map(\.key) }
    #expect(placed.count == Fault.allCases.count && Set(placed) == Set(Fault.allCases))
    #expect(Set(Fault.allCases.map(\.description)).count == Fault.allCases.count)
    for fault in Fault.allCases {
      #expect(fault.id.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(fault.id)")
      #expect(fault.description.hasSuffix(".") && fault.description.count <= 90, "\(fault.id)")
    }
  }

  @Test("the areas that are tried first are areas of the catalogue")
  func areas() throws {
    let catalogue = try Catalogue()
    let areas = Set(catalogue.scenarios.map(\.area) + catalogue.trials.filter { !$0.isOfKernel }.map(\.area))
    for topic in Fault.topics {
      #expect(Set(topic.areas).isSubset(of: areas), "\(topic.title)")
    }
  }

  @Test(
    "a scenario that is about a fault catches it, and no loop without it",
    arguments: [
      (Fault.edgeBehindUnreadLost, "edge/new-bytes-behind-old-socket"),
      (.oneShotPerDirection, "one-shot/one-report-spends-both-directions"),
      (.refusedModifyArms, "registration/refused-modify-keeps-edge-quiet"),
      (.rebuildLosesWaker, "lifetime/ghost-and-a-wake"),
      (.timerTokenReused, "timers/token-of-a-spent-timer"),
      (.unreadOverwritten, "edge/unread-is-kept"),
      (.overflowLost, "fairness/edges-are-not-lost"),
      (.nestedHarvested, "nested/edge-within"),
    ])
  func caught(fault: Fault, scenario: String) throws {
    let scenario = try #require(try Catalogue().selectFiles([scenario]).first)
    #expect(try scenario.differences(on: Self.backend(nil)) == [])
    #expect(try scenario.differences(on: Self.backend(fault)) != [])
  }

  @Test("a loop that takes memory with every turn has a leak, and one that does not has none")
  func memory() throws {
    // In workers: what other tests allocate would look like the loop's.
    let scenario = try Scenario.steps("open e = eventfd initial=1\nregister e readable\nwait -> e: readable")
    let unfinished = try Scenario.steps("wait\nschedule t at 1h")
    var mutant = try BackendRunner(Self.program("memory-grows"), .seconds(10))
    var faultless = try BackendRunner(Self.program("none"), .seconds(10))
    let leaks = [
      try mutant.run(scenario).leaks, try mutant.run(unfinished).leaks, try faultless.run(scenario).leaks,
    ]
    #expect(leaks == [["memory"], [], []])
  }

  @Test("a mutant that no scenario catches fails the command, and is named")
  func survivor() throws {
    let run = try CommandRun(["mutants", "timers-reversed", "hangup-added", "--scenarios", "timers/*"])
    #expect(run.status == 1)
    #expect(run.output.hasSuffix("\n1 of 2 mutants live: hangup-added.\n"))
  }

  @Test("a mutant that is caught is told with the scenario that has caught it")
  func command() throws {
    let arguments = ["mutants", "timers-re*", "--scenarios", "timers/equal*", "--format", "json"]
    let run = try CommandRun(arguments)
    #expect(run.status == 0)
    let report = try JSONDecoder().decode(MutationReport.self, from: Data(run.output.utf8))
    #expect(report.mutants.map(\.id) == ["timers-reversed", "timers-reordered-by-cancel"])
    let reversed = try #require(report.mutants.first)
    #expect(reversed.caughtBy?.scenario == "timers/equal-deadlines")
    #expect(reversed.caughtBy?.verdict == .undeclared)
    #expect(reversed.scenarios == 1 && reversed.catches == 1 && reversed.programs == nil)
    let all = try JSONDecoder().decode(
      MutationReport.self, from: Data(try CommandRun(arguments + ["--all"]).output.utf8))
    #expect(all.mutants.map(\.scenarios) == [2, 2])
    #expect(all.mutants.map(\.catches) == [2, 1])
  }

  @Test("a name that fits no mutant, or no scenario, is wrong usage")
  func unknown() throws {
    #expect(try CommandRun(["mutants", "no-such-mutant"]).status == 64)
    #expect(try CommandRun(["mutants", "timers-reversed", "--scenarios", "no/such"]).status == 64)
    #expect(try CommandRun(["mutants", "--time-limit", "0"]).status == 64)
  }

  @Test("a scenario that the loop without a fault fails is refused, as it would catch every mutant")
  func failingScenario() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("wrong.scenario", "purpose A test.\ncites law:hints\nwait -> wake\n")
    let run = try CommandRun([
      "mutants", "timers-reversed", "--scenarios", "timers/*", "--scenarios", file.path,
    ])
    #expect(run.status == 64 && run.output == "")
    #expect(run.complaints.contains("wrong would catch every mutant"))
    #expect(run.complaints.contains("fails it as well (step 1: nothing)"))
  }

  @Test(
    "options that a list has no use for are refused",
    arguments: [["--all"], ["--scenarios", "timers/*"], ["--programs", "5"], ["--time-limit", "5"]])
  func listWithOthers(_ arguments: [String]) throws {
    let run = try CommandRun(["mutants", "--list"] + arguments)
    #expect(run.status == 64 && run.output == "")
    #expect(run.complaints.contains("there is no use for \(arguments[0])"))
  }

  @Test("one mutant is told as one")
  func singular() throws {
    #expect(try CommandRun(["mutants", "--list", "timers-reversed"]).output.hasSuffix("\n1 mutant\n"))
    let arguments = ["mutants", "timers-reversed", "--scenarios"]
    #expect(try CommandRun(arguments + ["timers/equal*"]).output.hasSuffix("\nThe mutant is caught.\n"))
    let run = try CommandRun(arguments + ["hangup/pipe-drained"])
    #expect(run.output.hasSuffix("\n1 of 1 mutant lives: timers-reversed.\n"))
  }

  @Test("the documentation lists every mutant as it is")
  func documentation() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/mutants.md"), encoding: .utf8)
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let rows = text.matches(of: /\n\| `([a-z-]+)` \| ([^|]+) \|/).map { [String($0.1), String($0.2)] }
    #expect(rows == Fault.topics.flatMap { topic in topic.faults.map { [$0.key.id, $0.value] } })
    #expect(readme.contains("The \(rows.count) loops that are broken on purpose"))
    let list = try CommandRun(["mutants", "--list"])
    #expect(list.status == 0 && list.output.hasSuffix("\n\(rows.count) mutants\n"))
  }
}
