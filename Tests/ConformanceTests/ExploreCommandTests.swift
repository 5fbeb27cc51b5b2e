import Foundation
import Testing

@Suite("conformance explore")
struct ExploreCommandTests {
  /// Runs a campaign, whose files are thrown away unless it is said where they go.
  private func explore(_ arguments: String...) throws -> CommandRun {
    let folder = try TemporaryFolder()
    let save = arguments.contains("--save") ? [] : ["--save", folder.url.path]
    return try CommandRun(["explore"] + save + arguments)
  }

  @Test("on epoll there is no disagreement, and the text says what was done")
  func agreement() throws {
    let run = try explore("--programs", "1000", "--backend", "epoll")
    #expect(run.status == 0 && run.complaints == "")
    #expect(run.output.hasPrefix("epoll (Linux "))
    #expect(run.output.contains("\n1000 random programs of 8 steps, seed 1, in "))
    #expect(run.output.contains("\nalphabet: pipes unix internet "))
    #expect(run.output.contains("\nrules of the model: "))
    #expect(run.output.hasSuffix("\n\nno disagreement\n"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("an exhaustive search tells its counts")
  func exhaustive() throws {
    let text = try explore("--exhaustive", "--depth", "3", "--alphabet", "pipes,edge")
    #expect(text.status == 0)
    #expect(text.output.contains("\nall programs of up to 3 steps: "))
    let run = try explore("--exhaustive", "--depth", "3", "--alphabet", "pipes,edge", "--format", "json")
    let report = try CampaignReport(run.output)
    #expect(report.seed == nil && report.length == 3 && report.alphabet == ["pipes", "edge"])
    let enumerated = try #require(report.enumerated)
    #expect(enumerated.programs == enumerated.merged + report.states)
    #expect(report.programs > 0 && report.programs < enumerated.programs)
  }

  @Test("the JSON report has what is documented")
  func json() throws {
    let folder = try TemporaryFolder()
    let run = try explore(
      "--programs", "150", "--seed", "3", "--steps", "6", "--backend", "uv-raw", "--alphabet",
      "unix,timers,edge",
      "--format", "json", "--save", folder.url.path)
    let report = try CampaignReport(run.output)
    #expect(report.schema == 1 && report.seed == 3 && report.length == 6 && report.programs == 150)
    #expect(report.alphabet == ["unix", "timers"], "what the backend lacks is left out")
    #expect(report.backend.name == "uv-raw" && report.backend.mechanism == "libuv")
    #expect(report.backend.capabilities["edge"] == "absent")
    #expect(report.environment["kernel"] != nil && report.enumerated == nil)
    #expect(report.states > 100 && report.seconds > 0 && report.sketch.count == 4096)
    #expect(Set(report.rules.covered).isDisjoint(with: report.rules.uncovered))
    #expect(!report.rules.covered.isEmpty && !report.rules.uncovered.isEmpty)
    #expect(!report.groups.isEmpty)
    for group in report.groups {
      #expect((0..<150).contains(group.first) && group.programs >= 1 && group.symptom != "")
      #expect(group.scenario.contains("# backend: uv-raw (libuv "))
      #expect(group.scenario.contains("# origin: seed 3, program \(group.first) of 6 steps, of unix,timers"))
      #expect(!group.expected.isEmpty && group.observed != "")
    }
    #expect(run.status == (report.groups.allSatisfy { $0.declaration != nil } ? 0 : 1))
  }

  @Test("what was found is written as files that replay runs, and that differ there too")
  func files() throws {
    let folder = try TemporaryFolder()
    let ledger = try folder.create("uv-raw.ledger").deletingLastPathComponent().path
    let place = folder.url.appendingPathComponent("some/where")
    let run = try explore(
      "--programs", "150", "--backend", "uv-raw", "--alphabet", "pipes,descriptors", "--ledger", ledger,
      "--save", place.path)
    #expect(run.status == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    let said = run.complaints.split(separator: "\n").map(String.init).sorted()
    #expect(!files.isEmpty && said == files.map { "conformance: wrote \(place.path)/\($0)" })
    #expect(
      run.output.hasSuffix("\ngroups of disagreements: \(files.count), of them \(files.count) not declared\n")
    )
    for file in files.prefix(3) {
      let replay = try CommandRun(["replay", place.appendingPathComponent(file).path, "--time-limit", "2"])
      #expect(replay.status == 1, "\(file) \(replay.output)")
      #expect(replay.output.contains("The disagreement is still there: uv-raw"))
    }
  }

  @Test("a place that cannot be written to is told before the run, as far as that can be known")
  func unwritablePlace() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("uv-raw.ledger")
    for place in ["\(file.path)/below", "/proc/explored", ""] {
      let run = try explore(
        "--programs", "300", "--backend", "uv-raw", "--alphabet", "pipes", "--ledger", folder.url.path,
        "--save", place)
      #expect(run.status == 74)
      #expect(run.complaints.hasPrefix("conformance: cannot write scenario files to '\(place)': "))
      #expect(run.complaints.filter { $0 == "\n" }.count == 1)
      // Who may do everything learns only of the kernel that /proc takes no files.
      #expect(
        run.output == "" || place == "/proc/explored" && run.output.contains("groups of disagreements: "))
    }
  }

  @Test("a file that cannot be written is told, and the others are written all the same")
  func unwritableFile() throws {
    let folder = try TemporaryFolder()
    try folder.create("uv-raw.ledger")
    let place = folder.url.appendingPathComponent("found")
    let arguments = [
      "explore", "--programs", "150", "--backend", "uv-raw", "--alphabet", "pipes,descriptors", "--ledger",
      folder.url.path, "--save", place.path,
    ]
    #expect(try CommandRun(arguments).status == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    try #require(files.count > 1)
    for file in files { try FileManager.default.removeItem(at: place.appendingPathComponent(file)) }
    // A folder that is not empty is not replaced.
    try FileManager.default.createDirectory(
      at: place.appendingPathComponent(files[0] + "/full"), withIntermediateDirectories: true)
    let run = try CommandRun(arguments)
    #expect(run.status == 74 && run.output.contains("groups of disagreements: "))
    #expect(run.complaints.contains("cannot write '\(place.path)/\(files[0])': "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == files)
  }

  @Test("declared differences are told as such, and are no failure")
  func declared() throws {
    let folder = try TemporaryFolder()
    let place = folder.url.appendingPathComponent("found").path
    let run = try explore(
      "--programs", "12", "--seed", "8", "--backend", "uv-raw", "--alphabet", "pipes,descriptors", "--save",
      place)
    #expect(run.status == 0 && run.complaints == "")
    #expect(run.output.contains("\ndeclared  ") && run.output.contains("\nas declared for "))
    #expect(run.output.hasSuffix("of them 0 not declared\n"))
    #expect(!FileManager.default.fileExists(atPath: place))
  }

  @Test(
    "wrong options are status 64 and one message",
    arguments: [
      ["--alphabet", "pipes,sockets"], ["--alphabet", ""], ["--shard", "4/3"], ["--shard", "0/3"],
      ["--shard", "1"],
      ["--shard", "1/2/3"], ["--shard", "-1/3"], ["--depth", "0"], ["--depth", "13"], ["--programs", "0"],
      ["--programs", "-5"], ["--steps", "1"], ["--steps", "27"], ["--seconds", "0"], ["--seed", "-1"],
      ["--backend", "epoll,uv"], ["--backend", "kqueue"], ["--merge", "/no/such/report"],
      ["--ledger", "/no/such"],
      ["--merge", "/dev/null"], ["--sideways"], ["--time-limit", "5"], ["--depth", "3"],
      ["--exhaustive", "--programs", "5"], ["--exhaustive", "--seed", "5"], ["--exhaustive", "--steps", "5"],
      ["--merge", "/dev/null", "--backend", "epoll"], ["--merge", "/dev/null", "--exhaustive"],
      ["--merge", "/dev/null", "--seed", "1"], ["--merge", "/dev/null", "--shard", "1/2"],
      ["--merge", "/dev/null", "--ledger", "/no/such"],
    ])
  func wrongOptions(_ arguments: [String]) throws {
    let run = try CommandRun(["explore"] + arguments)
    #expect(run.status == 64)
    #expect(run.output == "" && run.complaints != "")
    #expect(
      run.complaints.split(separator: "\n").count { $0.hasPrefix("Error: ") || $0.hasPrefix("conformance: ") }
        == 1)
  }

  @Test(
    "an alphabet without any object has programs too",
    arguments: ["edge", "timers,wakes", "loops,delivery,meanwhile"])
  func withoutObjects(_ alphabet: String) throws {
    let run = try explore("--programs", "100", "--alphabet", alphabet)
    #expect(run.status == 0, "\(run.complaints)")
  }
}
