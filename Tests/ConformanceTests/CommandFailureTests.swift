import Foundation
import Testing

@Suite("What the command does with bad input")
struct CommandFailureTests {
  private let header = "purpose  A test.\ncites    law:level\n"

  @Test("a malformed scenario is status 64 and one line with file, line, column and what was expected")
  func malformedScenario() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("bad.scenario", header + "open e = eventfd\nregister e readable sideways\n")
    let run = try CommandRun(["run", file.path, "--backend", "epoll"])
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.complaints.hasPrefix("conformance: \(file.path):4:21: expected an interest"))
    #expect(run.complaints.contains("found 'sideways'"))
    #expect(run.complaints.filter { $0 == "\n" }.count == 1)
  }

  @Test("too few descriptors are status 70 and a sentence that says how many are needed, on every command")
  func fewDescriptors() throws {
    for command in [
      ["run", "edge/reported-once"], ["explore", "--programs", "5"], ["mutants", "timer*"],
      ["probe", "pipe/full"], ["claims", "et-once"],
    ] {
      // So few that no worker can be started, and so few that it could do nothing.
      for descriptors in [8, 64] {
        let run = try CommandRun(command, descriptors: descriptors)
        #expect(run.status == 70 && run.output == "", "\(run.output)")
        #expect(run.complaints.contains("scenarios need 256 descriptors"), "\(run.complaints)")
        #expect(run.complaints.filter { $0 == "\n" }.count == 1)
      }
    }
  }

  @Test("a word that is no command, and can be no scenario, is answered with the commands")
  func unknownCommand() throws {
    let run = try CommandRun(["walk"])
    #expect(run.status == 64)
    #expect(
      run.complaints.hasPrefix(
        "conformance: there is no command 'walk', and no scenario: the commands are run, "))
  }

  @Test("each message begins alike, also one on the command line")
  func prefix() throws {
    for words in [["--sideways"], ["run", "--backend", "kqueue"], ["run", "no/such"], ["explain"]] {
      #expect(try CommandRun(words).complaints.hasPrefix("conformance: "), "\(words)")
    }
  }

  @Test(
    "help is laid out for any number of columns that is asked for", arguments: ["0", "-5", "1", "39", "many"])
  func columns(_ columns: String) throws {
    let run = try CommandRun(["explore", "--help"], environment: ["COLUMNS": columns])
    #expect(run.status == 0 && run.complaints == "")
    #expect(run.output.contains("OPTIONS:"))
  }

  @Test("a standard output that takes nothing is status 74, found before a run, also for help")
  func fullOutput() throws {
    for words in [["run", "level/*"], ["list"], ["--help"], ["explore", "--help"]] {
      let run = try CommandRun(words, writingTo: "/dev/full")
      #expect(run.status == 74)
      #expect(run.complaints == "conformance: cannot write standard output: No space left on device\n")
    }
  }

  @Test("an unknown id is status 64 and names the nearest one")
  func unknownScenario() throws {
    let run = try CommandRun(["run", "lifetime/closed-before-the-first-turm"])
    #expect(run.status == 64)
    #expect(run.complaints.contains("did you mean 'lifetime/closed-before-the-first-turn'?"))
  }

  @Test(
    "wrong words are status 64",
    arguments: [
      ["run", "--backend", "kqueue"], ["run", "--backend", "epoll,epoll"], ["run", "--backend", ""],
      ["run", "--format", "yaml"], ["run", "--time-limit", "0"], ["run", "--sideways"], ["walk", "--now"],
      ["list", "no/such*"], ["run", "./no-such-file.scenario"], ["run", "--ledger", "/no/such/folder"],
    ])
  func wrongWords(_ arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.complaints != "")
  }

  @Test("an unknown backend's message names the known ones")
  func unknownBackend() throws {
    let run = try CommandRun(["run", "--backend", "kqueue"])
    #expect(run.complaints.contains("kqueue"))
    #expect(run.complaints.contains("epoll,uv,uv-raw"))
  }

  @Test(
    "output that cannot be written is status 74",
    arguments: ["/no/such/folder/report", "/dev/full", "/", "/proc/report"])
  func unwritableOutput(_ path: String) throws {
    let run = try CommandRun(["run", "edge/*", "--backend", "epoll", "--output", path])
    #expect(run.status == 74)
    #expect(run.complaints.contains("cannot write '\(path)'"))
  }

  @Test("a report that cannot be written to its file is not lost")
  func rescuedReport() throws {
    let run = try CommandRun([
      "run", "level/*", "--backend", "epoll", "--format", "json", "--output", "/dev/full",
    ])
    #expect(run.status == 74)
    #expect(try CommandReport(run.output).results.count > 10)
  }

  @Test("an unwritable place is found before the run, and an old report stays whole")
  func oldReport() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("report", "old")
    let run = try CommandRun(["run", "no/such", "--output", file.path])
    #expect(run.status == 64)
    #expect(try String(contentsOf: file, encoding: .utf8) == "old")
    let early = try CommandRun(["run", "--output", "/no/such/folder/report"])
    #expect(early.status == 74)
    #expect(early.output == "")
    let refused = try CommandRun(["run", "--output", "/proc/report"])
    #expect(refused.status == 74)
    #expect(refused.output == "")
    #expect(refused.complaints == "conformance: cannot write '/proc/report': No such file or directory\n")
    // To find out leaves nothing behind.
    let new = folder.url.appendingPathComponent("new").path
    #expect(try CommandRun(["run", "no/such", "--output", new]).status == 64)
    #expect(!FileManager.default.fileExists(atPath: new))
  }

  @Test("a file that cannot be read is named with what is wrong with it, also in a folder of ledgers")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let ledger = folder.url.appendingPathComponent("uv-raw.ledger")
    try FileManager.default.createDirectory(at: ledger, withIntermediateDirectories: false)
    let directory = try CommandRun(["run", "level/*", "--ledger", folder.url.path])
    #expect(directory.status == 64)
    #expect(directory.complaints == "conformance: cannot read \(ledger.path): it is a directory\n")
    let binary = folder.url.appendingPathComponent("binary.scenario")
    try Data([0xFF, 0xFE]).write(to: binary)
    #expect(
      try CommandRun(["run", binary.path]).complaints
        == "conformance: cannot read \(binary.path): it is not UTF-8 text\n")
    let large = try folder.create("large.scenario")
    try FileHandle(forWritingTo: large).truncate(atOffset: 5 << 30)
    #expect(
      try CommandRun(["run", large.path]).complaints
        == "conformance: cannot read \(large.path): it has more than 256 megabytes\n")
  }

  @Test("no line of a report of differences is longer than 100 columns", arguments: ["run", "diff"])
  func width(_ command: String) throws {
    let run = try CommandRun([command, "error/*", "timers/*", "--backend", "uv-raw"])
    #expect(run.status == 0)
    // The table of areas is as wide as its columns.
    let lines = run.output.split(separator: "\n").filter { !$0.contains("unsupported") }
    #expect(lines.contains { $0.count > 90 })
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test("a ledger that does not parse is status 64 with its place")
  func malformedLedger() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("uv-raw.ledger", "difference edge/*\nversion sometimes\n")
    let run = try CommandRun(["run", "edge/*", "--ledger", folder.url.path])
    #expect(run.status == 64)
    #expect(run.complaints.contains("\(file.path):2:9: expected a version"))
  }

  @Test("without its worker program the libuv backend is status 69, and epoll works all the same")
  func missingWorker() throws {
    let folder = try TemporaryFolder()
    for name in ["conformance", "TwinLoop_ConformanceSuite.resources"] {
      try CommandRun.copyProgram(
        at: CommandRun.products.appendingPathComponent(name), to: folder.url.appendingPathComponent(name))
    }
    let run = try CommandRun(["run", "level/*", "--backend", "uv"], in: folder.url)
    #expect(run.status == 69)
    #expect(run.complaints.contains("the backend 'uv' is unavailable"))
    #expect(run.complaints.contains("apt-get install libuv1-dev"))
    let native = try CommandRun(["run", "level/*", "--backend", "epoll"], in: folder.url)
    #expect(native.status == 0)
  }

  @Test("a worker that the loader cannot start is status 69 with the loader's words")
  func missingLibrary() throws {
    let folder = try TemporaryFolder()
    for name in ["conformance", "TwinLoop_ConformanceSuite.resources"] {
      try CommandRun.copyProgram(
        at: CommandRun.products.appendingPathComponent(name), to: folder.url.appendingPathComponent(name))
    }
    let worker = try folder.create(
      "conformance-uv", "#!/bin/sh\necho 'libuv.so.1: cannot open shared object file' >&2\nexit 127\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: worker.path)
    let run = try CommandRun(["run", "level/*", "--backend", "uv"], in: folder.url)
    #expect(run.status == 69)
    #expect(run.complaints.contains("libuv.so.1: cannot open shared object file"))
  }

  @Test("without its resources the command says what is missing and does not trap")
  func missingResources() throws {
    let folder = try TemporaryFolder()
    try CommandRun.copyProgram(
      at: CommandRun.products.appendingPathComponent("conformance"),
      to: folder.url.appendingPathComponent("conformance"))
    let run = try CommandRun(["list"], in: folder.url)
    #expect(run.status == 69)
    #expect(run.complaints.contains("TwinLoop_ConformanceSuite.resources"))
  }

  @Test("a scenario that hangs costs its own verdict, and the run goes on")
  func hangingScenario() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "hang.scenario", header + "open e = eventfd\nregister e readable\nwait forever\n")
    let run = try CommandRun([
      "run", file.path, "level/*", "--backend", "epoll", "--time-limit", "1", "--format", "json",
    ])
    #expect(run.status == 1)
    let report = try CommandReport(run.output)
    #expect(report.results.first?.verdict == "timedOut")
    #expect(report.results.count > 10)
    #expect(report.results.dropFirst().allSatisfy { $0.verdict == "agrees" })
  }
}
