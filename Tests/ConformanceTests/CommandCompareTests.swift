import Foundation
import Testing

@Suite("The command's comparison of reports")
struct CommandCompareTests {
  private let folder: TemporaryFolder
  private let first: String
  private let second: String

  /// Two reports on libuv, one of which was edited into another version's.
  init() throws {
    folder = try TemporaryFolder()
    first = folder.url.appendingPathComponent("first.json").path
    let run = try CommandRun([
      "run", "hangup/pipe-drained", "--backend", "uv-raw", "--format", "json", "--output", first,
    ])
    try #require(run.status == 0)
    let text = try String(contentsOfFile: first, encoding: .utf8)
    second = try folder.create(
      "second.json",
      text.replacingOccurrences(of: "\"observed\" : \"r: readable\"", with: "\"observed\" : \"wake\"")
    ).path
  }

  @Test("shows the reports' names, the verdicts and what was observed in one and not in the other")
  func table() throws {
    let run = try CommandRun(["compare", first, second])
    #expect(run.status == 0)
    #expect(run.complaints == "")
    let lines = run.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(lines.first == "uv-raw first second")
    #expect(lines.contains("declared 1 1"))
    #expect(lines.contains("undeclared 0 0"))
    #expect(lines.contains("hangup/pipe-drained declared declared"))
    #expect(lines.contains("step 6: r: readable seen -"))
    #expect(lines.contains("step 6: wake - seen"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test("writes JSON to a file, and names reports by their paths where the files' names are the same")
  func json() throws {
    let output = folder.url.appendingPathComponent("comparison").path
    let run = try CommandRun(["compare", first, first, "--format", "json", "--output", output])
    #expect(run.status == 0)
    struct Comparison: Decodable {
      var schema: Int
      var reports: [String]
    }
    let comparison = try JSONDecoder().decode(
      Comparison.self, from: Data(contentsOf: URL(fileURLWithPath: output)))
    #expect(comparison.schema == 1)
    #expect(comparison.reports == [first, first])
  }

  @Test("what is not a report is status 64, with the file and what is wrong with it")
  func refusals() throws {
    func complaint(_ text: String) throws -> String {
      let file = try folder.create("bad.json", text)
      let run = try CommandRun(["compare", first, file.path])
      #expect(run.status == 64)
      #expect(run.output == "")
      #expect(run.complaints.hasPrefix("conformance: \(file.path) is not a report that "))
      return run.complaints
    }
    #expect(try complaint("no report").hasSuffix("it is not JSON\n"))
    #expect(try complaint("{}").hasSuffix("it has no 'schema'\n"))
    #expect(try complaint("{\"schema\": 2}").hasSuffix("its schema is 2, not 1\n"))
    #expect(try complaint("{\"schema\": 1, \"scenarios\": []}").hasSuffix("it has no 'environment'\n"))
    #expect(try complaint("[]").hasSuffix("a value is not what docs/report-schema.md says\n"))
    let text = try String(contentsOfFile: first, encoding: .utf8)
    let verdict = text.replacingOccurrences(of: "\"declared\"", with: "\"odd\"")
    #expect(try complaint(verdict).hasSuffix("a value is not what docs/report-schema.md says\n"))
    let missing = try CommandRun(["compare", first, "/no/such/report"])
    #expect(missing.status == 64)
    #expect(missing.complaints.contains("cannot read /no/such/report: no such file or directory"))
  }

  @Test("one report alone is status 64, and output that cannot be written is status 74")
  func wrongUse() throws {
    let alone = try CommandRun(["compare", first])
    #expect(alone.status == 64)
    #expect(alone.complaints.contains("name two reports"))
    #expect(try CommandRun(["compare", first, second, "--output", "/no/such/folder/table"]).status == 74)
  }
}
