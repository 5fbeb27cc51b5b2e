import Foundation
import Testing

@Suite("The command")
struct CommandTests {
  @Test("run writes JSON with the documented fields")
  func json() throws {
    let run = try CommandRun(["run", "level/*", "--backend", "epoll,uv", "--format", "json"])
    #expect(run.status == 0)
    let report = try CommandReport(run.output)
    #expect(report.schema == 1)
    for key in ["kernel", "architecture", "processor", "swift", "date"] {
      #expect(report.environment[key]?.isEmpty == false)
    }
    let scenarios = Set(report.results.map(\.scenario))
    #expect(report.results.count == 2 * scenarios.count)
    #expect(
      report.summary["uv"]?["agrees"] == report.results.count { $0.backend == "uv" && $0.verdict == "agrees" }
    )
    #expect(report.results.allSatisfy { !$0.steps.isEmpty })
  }

  @Test("in a pipe there is no colour and no progress")
  func quietInAPipe() throws {
    let run = try CommandRun(["run", "level/*", "--backend", "epoll"])
    #expect(run.status == 0)
    #expect(run.complaints == "")
    #expect(!run.output.contains("\u{1B}"))
    #expect(run.output.contains("Every difference is declared."))
  }

  @Test("a file of one's own runs under the name of its path")
  func ownFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "mine.scenario",
      "purpose A test.\ncites law:level\nopen e = eventfd\nregister e readable\nwait -> e: readable\n")
    let run = try CommandRun(["run", file.path, "--backend", "epoll", "--format", "json"])
    #expect(run.status == 1)
    let result = try #require(try CommandReport(run.output).results.first)
    #expect(result.verdict == "undeclared")
    #expect(result.differences == ["step 3: nothing"])
    #expect(result.steps[2].expected == ["e: readable"])
    #expect(result.steps[2].observed == "nothing")
    #expect(result.steps[2].line == 5)
  }

  @Test("a backend that crashes costs one verdict, and the run goes on")
  func crash() throws {
    let run = try CommandRun([
      "run", "lifetime/closed-before-the-first-turn", "level/*", "--format", "json",
    ])
    #expect(run.status == 0)
    let report = try CommandReport(run.output)
    func verdict(_ backend: String) -> CommandReport.Result? {
      report.results.first { $0.scenario == "lifetime/closed-before-the-first-turn" && $0.backend == backend }
    }
    #expect(verdict("epoll")?.verdict == "agrees")
    #expect(verdict("uv")?.verdict == "agrees")
    #expect(verdict("uv-raw")?.verdict == "declared")
    #expect(verdict("uv-raw")?.differences == ["crashed SIGABRT"])
    #expect(report.results.last?.backend == "uv-raw")
    #expect(report.results.last?.verdict == "agrees")
  }

  @Test("list shows every area with its count, and JSON with the same scenarios")
  func list() throws {
    let text = try CommandRun(["list"])
    let json = try CommandRun(["list", "--format", "json"])
    #expect(text.status == 0 && json.status == 0)
    struct List: Decodable {
      struct Entry: Decodable {
        var scenario: String
        var purpose: String
        var cites: [String]
      }
      var schema: Int
      var scenarios: [Entry]
    }
    let list = try JSONDecoder().decode(List.self, from: Data(json.output.utf8))
    #expect(list.scenarios.count >= 70)
    #expect(text.output.contains("\(list.scenarios.count) scenarios in "))
    #expect(list.scenarios.allSatisfy { text.output.contains($0.purpose) && !$0.cites.isEmpty })
  }

  @Test("a single scenario is counted as one")
  func listOfOne() throws {
    #expect(try CommandRun(["list", "edge/reported-once"]).output.hasSuffix("\n1 scenario in 1 area\n"))
  }

  @Test("diff shows only the scenarios on which a backend differs, with each backend's verdict")
  func diff() throws {
    let run = try CommandRun(["diff", "hangup/pipe-drained", "level/*"])
    #expect(run.status == 0)
    #expect(run.output.contains("hangup/pipe-drained"))
    #expect(run.output.contains("uv-raw: declared"))
    #expect(run.output.contains("epoll: agrees"))
    #expect(!run.output.contains("level/"))
  }
}
