import Foundation
import Testing

@Suite("The shards of a campaign")
struct ExploreMergeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Runs a campaign, and returns the file with its report.
  private func report(_ name: String, _ arguments: [String]) throws -> String {
    let file = folder.url.appendingPathComponent(name).path
    let run = try explore(["--output", file] + arguments)
    #expect(run.status == 0 || run.complaints.contains("wrote"), "\(run.complaints)")
    return file
  }

  private func read(_ file: String) throws -> CampaignReport {
    try CampaignReport(String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8))
  }

  private func merge(_ files: [String]) throws -> CommandRun {
    try explore(files.flatMap { ["--merge", $0] })
  }

  private func explore(_ arguments: [String]) throws -> CommandRun {
    let place = folder.url.appendingPathComponent("found").path
    return try CommandRun(["explore", "--format", "json", "--save", place] + arguments)
  }

  @Test("merged, they are the whole")
  func whole() throws {
    let campaign = ["--programs", "4100", "--steps", "4", "--backend", "uv-raw", "--alphabet", "pipes"]
    let whole = try read(try report("whole", campaign))
    let shards = try (1...3).map { try report("shard-\($0)", campaign + ["--shard", "\($0)/3"]) }
    let parts = try shards.map(read)
    #expect(parts.map(\.programs) == [2000, 2000, 100])
    #expect(parts.allSatisfy { $0.states < whole.states })
    // In any order.
    let run = try merge([shards[2], shards[0], shards[1]])
    #expect(run.status == 1 && run.complaints.contains("wrote"))
    let merged = try CampaignReport(run.output)
    #expect(merged.programs == 4100 && whole.programs == 4100)
    #expect(merged.states == whole.states && merged.sketch == whole.sketch)
    #expect(merged.rules == whole.rules)
    #expect(!whole.groups.isEmpty)
    #expect(merged.groups.map(\.symptom).sorted() == whole.groups.map(\.symptom).sorted())
    #expect(merged.groups.map(\.programs).sorted() == whole.groups.map(\.programs).sorted())
  }

  @Test("a report of another campaign is refused, and so is one that is damaged")
  func refusal() throws {
    let small = ["--programs", "20", "--alphabet", "pipes"]
    let first = try report("first", small)
    let others = [
      try report("seed", small + ["--seed", "2"]), try report("steps", small + ["--steps", "9"]),
      try report("alphabet", ["--programs", "20", "--alphabet", "counters"]),
      try report("all", ["--exhaustive", "--depth", "1", "--alphabet", "pipes"]),
    ]
    for other in others {
      let run = try merge([first, other])
      #expect(run.status == 64 && run.output == "")
      #expect(run.complaints.contains("'\(other)' is of another campaign than '\(first)'"))
    }
    let text = try String(contentsOfFile: first, encoding: .utf8)
    let damaged = [
      "{", "{\"schema\": 1}", text.replacing("\"schema\" : 1", with: "\"schema\" : 2"),
      text.replacing("\"programs\" : 20", with: "\"programs\" : 9000000000000000000"),
      text.replacing(/"seconds" : [0-9.e-]+/, with: "\"seconds\" : 1e-300"),
      text.replacing(/"sketch" : "./, with: "\"sketch\" : \"~"),
      text.replacing(/"sketch" : "[^"]*"/, with: "\"sketch\" : \"00\""),
    ]
    for contents in damaged {
      try #require(contents != text)
      let file = try folder.create("damaged", contents).path
      let run = try merge([first, file])
      #expect(run.status == 64 && run.output == "", "\(contents.prefix(300))")
      #expect(run.complaints.hasPrefix("conformance: ") && run.complaints.contains(file))
    }
  }

  @Test("registers that no campaign comes to are a great number")
  func extremeSketch() throws {
    let first = try report("first", ["--programs", "20", "--alphabet", "pipes"])
    let text = try String(contentsOfFile: first, encoding: .utf8)
    let extreme = String(repeating: "e", count: 4096)
    let file = try folder.create(
      "extreme", text.replacing(/"sketch" : "[^"]*"/, with: "\"sketch\" : \"\(extreme)\""))
    let run = try merge([first, file.path])
    #expect(run.status == 0)
    #expect(try CampaignReport(run.output).states > 1_000_000)
  }
}
