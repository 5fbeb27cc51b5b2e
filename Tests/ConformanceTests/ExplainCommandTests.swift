import Foundation
import Testing

@Suite("The command 'explain'")
struct ExplainCommandTests {
  @Test("text shows what was allowed, what each backend reported, and why; without colour in a pipe")
  func text() throws {
    let run = try CommandRun(["explain", "edge/partial-read-is-silent", "hangup/pipe-drained"])
    #expect(run.status == 0)
    #expect(run.complaints == "" && !run.output.contains("\u{1B}"))
    let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.contains("uv-raw unsupported: the backend lacks edge"))
    #expect(
      rows.contains(
        "uv-raw declared: uv_poll_t has no hangup: a lone POLLHUP becomes all that was asked for."))
    #expect(rows.contains("allowed a: readable"))
    #expect(rows.contains("epoll, uv a: readable"))
    #expect(rows.contains("uv-raw r: readable (different)"))
    #expect(rows.contains("why a was polled, found readable and reported; edge items are not put back."))
  }

  @Test("JSON has the documented fields, and the kernel agrees with the model about unread data")
  func json() throws {
    let run = try CommandRun([
      "explain", "edge/new-bytes-behind-old-*", "edge/datagrams-behind-datagrams", "--backend", "epoll,uv",
      "--format", "json",
    ])
    #expect(run.status == 0)
    let report = try JSONDecoder().decode(ExplainedReport.self, from: Data(run.output.utf8))
    #expect(report.schema == 1 && report.environment["kernel"]?.isEmpty == false)
    #expect(report.backends.map(\.name) == ["epoll", "uv"])
    #expect(report.backends.map(\.mechanism) == ["Linux", "libuv"])
    #expect(report.scenarios.count == 5)
    for scenario in report.scenarios {
      #expect(scenario.results.map(\.verdict) == ["agrees", "agrees"])
      for step in scenario.steps {
        #expect(step.observed.map(\.backend) == ["epoll", "uv"])
        #expect(step.observed.allSatisfy { $0.standing == "linux" && $0.outcome == step.allowed.first })
        #expect(step.state != nil)
      }
    }
    let pipe = try #require(report.scenarios.first { $0.scenario == "edge/new-bytes-behind-old-pipe" })
    let registered = try #require(pipe.steps[1].state?.instances.first)
    #expect(registered.name == nil && registered.ready == [])
    #expect(registered.tree[0].armed == ["readable", "error", "hangup"])
    #expect(registered.tree[0].trigger == ["edge"] && registered.tree[0].colour == "black")
    let write = pipe.steps[4]
    #expect(write.journal.map(\.event) == ["wake", "callback"])
    #expect(write.journal.map(\.outcome) == [nil, "joined"])
    #expect(write.state?.instances.first?.ready == ["r"])
    #expect(write.state?.files.first?.state == "2 bytes in 1 of 16 pages")
  }

  @Test("a file of one's own is explained, and one that contradicts the model is status 1")
  func ownFile() throws {
    let folder = try TemporaryFolder()
    let header = "purpose A test.\ncites law:level\nopen e = eventfd\nregister e readable\n"
    let silent = try folder.create("silent.scenario", header + "wait\n")
    let run = try CommandRun(["explain", silent.path, "--backend", "epoll"])
    #expect(run.status == 0)
    #expect(run.output.contains("The ready list was empty: nothing that is asked for holds."))
    let wrong = try folder.create("wrong.scenario", header + "wait -> e: readable\n")
    let contradiction = try CommandRun(["explain", wrong.path, "--backend", "epoll"])
    #expect(contradiction.status == 1)
    #expect(contradiction.output.contains("written    e: readable  (the file contradicts the model)"))
  }

  @Test("--output writes the file, which replaces nothing else")
  func output() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("explanation")
    let arguments = ["explain", "level/unread-data-repeats", "--backend", "epoll"]
    let run = try CommandRun(arguments + ["--output", file.path])
    #expect(run.status == 0 && run.output == "")
    #expect(try String(contentsOf: file, encoding: .utf8) == CommandRun(arguments).output)
    #expect(try CommandRun(arguments + ["--output", "/no/such/folder/text"]).status == 74)
  }

  @Test(
    "wrong words are status 64",
    arguments: [
      [], ["edge/no-such-scenario"], ["edge/*", "no/such*"], ["./no-such-file.scenario"],
      ["edge/*", "--backend", "kqueue"], ["edge/*", "--format", "yaml"], ["edge/*", "--time-limit", "0"],
    ])
  func wrongWords(_ arguments: [String]) throws {
    let run = try CommandRun(["explain"] + arguments)
    #expect(run.status == 64)
    #expect(run.output == "" && run.complaints != "")
  }

  @Test("an unknown id names the nearest one")
  func unknownScenario() throws {
    let run = try CommandRun(["explain", "edge/partial-read-is-silents"])
    #expect(run.status == 64)
    #expect(run.complaints.contains("did you mean 'edge/partial-read-is-silent'?"))
  }

  @Test("a backend that is unavailable is named, and an error only for those who ask for it")
  func missingWorker() throws {
    let folder = try TemporaryFolder()
    for name in ["conformance", "TwinLoop_ConformanceSuite.resources"] {
      try CommandRun.copyProgram(
        at: CommandRun.products.appendingPathComponent(name), to: folder.url.appendingPathComponent(name))
    }
    let run = try CommandRun(["explain", "level/unread-data-repeats"], in: folder.url)
    #expect(run.status == 0 && run.complaints == "")
    #expect(run.output.contains("  epoll   agrees\n"))
    #expect(run.output.contains("  uv      unavailable: "))
    #expect(run.output.contains("  uv-raw  unavailable: "))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let chosen = try CommandRun(["explain", "level/unread-data-repeats", "--backend", "uv"], in: folder.url)
    #expect(chosen.status == 69)
    #expect(chosen.output.contains("  uv  unavailable: "))
    #expect(chosen.complaints.contains("the backend 'uv' is unavailable"))
  }

  @Test("a backend that crashes is named with its signal, and the model is explained all the same")
  func crash() throws {
    let run = try CommandRun(["explain", "lifetime/closed-before-the-first-turn", "--backend", "uv-raw"])
    #expect(run.status == 0)
    #expect(run.output.contains("  uv-raw  declared (crashed SIGABRT): "))
    #expect(run.output.contains("    allowed    f: readable\n    why "))
  }
}

/// The JSON of `explain` as a tool outside the project would read it.
private struct ExplainedReport: Decodable {
  struct Backend: Decodable {
    var name: String
    var mechanism: String?
  }

  struct Scenario: Decodable {
    var scenario: String
    var results: [Result]
    var steps: [Step]
  }

  struct Result: Decodable {
    var verdict: String
  }

  struct Step: Decodable {
    var allowed: [String]
    var observed: [Observation]
    var journal: [Entry]
    var state: State?
  }

  struct Observation: Decodable {
    var backend: String
    var outcome: String
    var standing: String
  }

  struct Entry: Decodable {
    var event: String
    var outcome: String?
  }

  struct State: Decodable {
    var instances: [Instance]
    var files: [File]
  }

  struct Instance: Decodable {
    var name: String?
    var tree: [Item]
    var ready: [String]
  }

  struct Item: Decodable {
    var armed: [String]
    var trigger: [String]
    var colour: String
  }

  struct File: Decodable {
    var state: String
  }

  var schema: Int
  var environment: [String: String]
  var backends: [Backend]
  var scenarios: [Scenario]
}
