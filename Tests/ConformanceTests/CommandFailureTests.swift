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
      ["run", "edge/reported-once"], ["explore", "--programs", "5"],
    ] {
      let run = try CommandRun(command, descriptors: 64)
      #expect(run.status == 70 && run.output == "", "\(run.output)")
      #expect(run.complaints.contains("scenarios need 256 descriptors"))
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
    "output that cannot be written is status 74", arguments: ["/no/such/folder/report", "/dev/full", "/"])
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
