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
    try explore(["--merge"] + files)
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
    #expect(merged.shards == .init(numbers: [1, 2, 3], count: 3) && merged.size == 4100)
    #expect(whole.shards == .init(numbers: [1], count: 1) && whole.size == 4100)
    #expect(parts.map(\.shards.numbers) == [[1], [2], [3]])
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
      try report("size", ["--programs", "21", "--alphabet", "pipes"]),
      try report("shard", small + ["--shard", "1/2"]),
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
      text.replacing("\"uninspected\" : 0", with: "\"uninspected\" : 9223372036854775807"),
      text.replacing("\"uninspected\" : 0", with: "\"uninspected\" : -1"),
      text.replacing("\"size\" : 20", with: "\"size\" : -20"),
      text.replacing(
        "\"uninspected\" : 0", with: "\"uninspected\" : 0, \"enumerated\" : {\"programs\": -1, \"merged\": 0}"
      ),
      text.replacing(/"numbers" : \[[^\]]*\]/, with: "\"numbers\" : []"),
      text.replacing(/"numbers" : \[[^\]]*\]/, with: "\"numbers\" : [1, 1]"),
      text.replacing(/"numbers" : \[[^\]]*\]/, with: "\"numbers\" : [2]"),
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
      #expect(run.complaints.contains("'conformance explore --format json'"))
    }
  }

  @Test(
    "the same part twice is refused, also within what was merged, and so are parts of an exhaustive search")
  func overlap() throws {
    let small = ["--programs", "2020", "--alphabet", "pipes"]
    let first = try report("first", small + ["--shard", "1/2"])
    let second = try report("second", small + ["--shard", "2/2"])
    let run = try merge([first, second, first])
    #expect(run.status == 64 && run.output == "")
    #expect(run.complaints.contains("'\(first)' is of shard 1, and so is a file before it"))
    let merged = try folder.create("merged", try explore(["--merge", first, "--merge", second]).output).path
    #expect(try merge([merged, second]).complaints.contains("'\(second)' is of shard 2"))
    let all = ["--exhaustive", "--depth", "1", "--alphabet", "pipes"]
    let parts = try (1...2).map { try report("all-\($0)", all + ["--shard", "\($0)/2"]) }
    let exhaustive = try merge(parts)
    #expect(exhaustive.status == 64 && exhaustive.complaints.contains("whose parts cannot be merged"))
  }

  @Test("what is no report's file is told as what it is")
  func noFile() throws {
    #expect(
      try merge(["/dev/null"]).complaints == "conformance: cannot read /dev/null: it is no regular file\n")
    let path = folder.url.path
    #expect(try merge([path]).complaints == "conformance: cannot read \(path): it is a directory\n")
    #expect(
      try merge(["/no/such"]).complaints == "conformance: cannot read /no/such: no such file or directory\n")
  }

  @Test("names in a report lead nowhere else, and are no longer than a file's name may be")
  func strangeNames() throws {
    try folder.create("uv-raw.ledger")
    let found = try report(
      "campaign",
      ["--programs", "300", "--backend", "uv-raw", "--alphabet", "pipes", "--ledger", folder.url.path])
    let place = folder.url.appendingPathComponent("found")
    let text = try String(contentsOfFile: found, encoding: .utf8)
      .replacing("\"name\" : \"uv-raw\"", with: "\"name\" : \"../../../up/\u{e4}\"")
      .replacing(/"symptom" : "/, with: "\"symptom\" : \"" + String(repeating: "long ", count: 100))
    let strange = try folder.create("strange", text).path
    let run = try CommandRun(["explore", "--merge", strange, "--save", place.path + "s"])
    #expect(run.status == 1 && !run.complaints.contains("cannot"), "\(run.complaints)")
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path + "s")
    #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix("up-long-long") && $0.utf8.count < 255 })
  }

  @Test("registers that no campaign comes to are a great number")
  func extremeSketch() throws {
    let small = ["--programs", "20", "--alphabet", "pipes"]
    let first = try report("first", small + ["--shard", "1/2"])
    let text = try String(contentsOfFile: first, encoding: .utf8)
    let extreme = String(repeating: "e", count: 4096)
    let file = try folder.create(
      "extreme",
      text.replacing(/"sketch" : "[^"]*"/, with: "\"sketch\" : \"\(extreme)\"")
        .replacing(/"numbers" : \[[^\]]*\]/, with: "\"numbers\" : [2]"))
    let run = try merge([first, file.path])
    #expect(run.status == 0)
    #expect(try CampaignReport(run.output).states > 1_000_000)
  }
}
