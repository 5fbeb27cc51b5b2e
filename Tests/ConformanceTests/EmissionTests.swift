import Foundation
import Testing
import UVBridge

@testable import ConformanceSuite

@Suite("Scenarios as C programs")
struct EmissionTests {
  private static let header = "purpose A test.\ncites law:hints\n"

  /// Compiles a program, with warnings as errors, and runs it.
  ///
  /// - Parameter command: one for the shell, which is run before.
  private static func run(
    _ program: String, linking libraries: [String] = [], after command: String = ":"
  ) throws -> (Int32, String) {
    let folder = try TemporaryFolder()
    let source = try folder.create("scenario.c", program)
    let executable = folder.url.appendingPathComponent("scenario")
    let compiled = try execute(
      "/usr/bin/env",
      ["cc", "-std=gnu99", "-Wall", "-Wextra", "-Werror", source.path, "-o", executable.path] + libraries)
    try #require(compiled.0 == 0, "\(compiled.1)\n\(program)")
    return try execute("/bin/sh", ["-c", "\(command); exec \(executable.path)"])
  }

  private static func execute(_ path: String, _ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    let folder = try TemporaryFolder()
    let output = try FileHandle(forUpdating: folder.create("output"))
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    try output.seek(toOffset: 0)
    return (process.terminationStatus, String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self))
  }

  private static let catalogue = Result { try Catalogue() }

  private static func scenario(_ id: String) throws -> Scenario {
    try #require(try catalogue.get().selectFiles([id]).first)
  }

  @Test(
    "by system calls alone the kernel does what the model says",
    arguments: [
      "deregistration/of-the-uncollected", "edge/partial-read-is-silent", "fairness/edge-among-levels",
      "edge/inotify-file-gone", "edge/peek-is-silent", "edge/terminal-line-goes-on", "error/queue-of-two",
      "hangup/sent-and-thrown-away", "half-close/unconnected-udp", "lifetime/sent-while-registered",
      "lifetime/ends-in-a-delivery",
      "registration/path-only", "registration/random-devices",
      "half-close/tcp-peer-shut-writing", "level/listener-until-all-accepted", "lifetime/number-reused",
      "nested/sleeping-wait", "priority/then-reset", "signals/one-by-descriptor",
      "timers/between-readiness-and-wake",
      "timers/cancelled-by-readiness", "wakes/from-a-signal-handler", "wakes/from-a-thread",
    ])
  func kernel(_ id: String) throws {
    let (status, output) = try Self.run(CProgram(try Self.scenario(id), showing: "epoll").text)
    #expect(status == 1, "\(output)")
  }

  @Test(
    "by libuv alone what the ledger declares is seen, a crash as well",
    arguments: [
      "deregistration/of-the-uncollected", "error/tcp-reset", "hangup/pipe-drained",
      "lifetime/closed-before-the-first-turn", "registration/mode-of-a-socket", "timers/beside-hangups",
    ])
  func libuv(_ id: String) throws {
    let scenario = try Self.scenario(id)
    let (status, output) = try Self.run(CProgram(scenario, showing: "uv-raw").text, linking: ["-luv"])
    #expect(status == 0, "\(output)")
    let installed = UVLoop.identity.version
    let entries = try Ledger().entries.filter { $0.backend == "uv-raw" && $0.versions.contains(installed) }
    let entry = try #require(entries.first { $0.applies(to: scenario.id) })
    for observed in entry.observed where observed.hasPrefix("step ") {
      let words = observed.dropFirst(5).split(separator: ": ", maxSplits: 1)
      let line = output.split(separator: "\n").first {
        $0.hasPrefix("! ") && $0.split(separator: " ")[1] == words[0]
      }
      #expect(line?.hasSuffix(words[1]) == true, "\(observed)\n\(output)")
    }
    #expect(!entry.observed.contains("crashed SIGABRT") || output.contains("! crashed SIGABRT"))
  }

  @Test(
    "where libuv does as Linux does, nothing differs",
    arguments: ["level/unread-data-repeats", "lifetime/ends-in-a-delivery", "wakes/from-a-thread"])
  func libuvAgrees(_ id: String) throws {
    let (status, output) = try Self.run(
      CProgram(try Self.scenario(id), showing: "uv-raw").text, linking: ["-luv"])
    #expect(status == 1, "\(output)")
  }

  @Test("every scenario can be written for the kernel, and for libuv if it needs no trigger but level")
  func coverage() throws {
    for scenario in try Self.catalogue.get().scenarios {
      #expect(throws: Never.self, "\(scenario.id)") { try CProgram(scenario, showing: "epoll") }
      let needsTrigger = !Set(scenario.needs).isDisjoint(with: ["edge", "oneShot", "exclusive", "wakeUp"])
      guard !needsTrigger else { continue }
      #expect(throws: Never.self, "\(scenario.id)") { try CProgram(scenario, showing: "uv-raw") }
    }
  }

  @Test("a step that all the rest needs and that fails is status 2")
  func failedStep() throws {
    let openings = (1...40).map { "open e\($0) = eventfd\n" }.joined()
    let scenario = try ScenarioParser.parse(
      Self.header + openings + "wait\n", id: "failing", file: "failing")
    let (status, output) = try Self.run(
      CProgram(scenario, showing: "epoll").text, after: "ulimit -n 30")
    #expect(status == 2)
    #expect(output.contains("EMFILE"))
  }

  @Test(
    "a file that contradicts the model is refused, rather than to accuse the kernel",
    arguments: [
      ("wait -> e: readable", "step 3, line 5: the file says 'e: readable', the model of Linux 'nothing'"),
      ("wait forever", "step 3, line 5: nothing is left that could end the wait"),
      ("write e 1 -> EAGAIN", "step 3, line 5: the file says 'EAGAIN', the model of Linux 'done'"),
      ("on e: read e 8\nwait", "step 3, line 5: the file says 'done', the model of Linux 'not done'"),
    ])
  func contradiction(_ steps: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "wrong.scenario", Self.header + "open e = eventfd\nregister e readable\n\(steps)\n")
    for backend in ["epoll", "uv-raw"] {
      let run = try CommandRun(["replay", file.path, "--emit", "c", "--backend", backend])
      #expect(run.status == 64 && run.output == "")
      #expect(run.complaints.hasPrefix("conformance: \(message); mend the file first"), "\(run.complaints)")
    }
  }

  @Test("neither the file's name nor what it says can break out of the program's comments and strings")
  func escaping() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "new\nline.scenario",
      "# What ??/\n# and ???/\n" + Self.header + "open e = eventfd\nregister e readable\n"
        + "wait -> nothing or \"a\\q??/\"\n")
    let run = try CommandRun(["replay", file.path, "--emit", "c", "--backend", "epoll"])
    #expect(run.status == 0)
    #expect(try Self.run(run.output).0 == 1)
  }

  @Test("a step on delivery that may stay undone differs from nothing if it does")
  func undoneStep() throws {
    let scenario = try ScenarioParser.parse(
      Self.header + "open e = eventfd\nregister e readable\nperhaps on e: read e 8\nwait\n", id: "undone",
      file: "undone")
    let (status, output) = try Self.run(CProgram(scenario, showing: "epoll").text)
    #expect(status == 1, "\(output)")
  }

  @Test("a program holds what it uses and no more")
  func size() throws {
    let scenario = try ScenarioParser.parse(
      Self.header + "open e = eventfd initial=1\nregister e readable\nwait\n", id: "small", file: "small")
    let program = try CProgram(scenario, showing: "epoll").text
    #expect(program.split(separator: "\n").count < 90)
    #expect(
      CWords.identifiers(in: program).isDisjoint(with: [
        "timer", "wake", "fork", "write", "told", "modify", "now",
      ]))
  }

  @Test("what C cannot show is refused, with the step and its line or with another way")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "edge.scenario", "# backend: uv-raw\n" + Self.header + "open e = eventfd\nregister e readable edge\n")
    let edge = try CommandRun(["replay", file.path, "--emit", "c"])
    #expect(edge.status == 64 && edge.output == "")
    #expect(
      edge.complaints.hasPrefix("conformance: step 2, line 5: libuv has no registrations that are edge"))
    let bridged = try CommandRun(["replay", file.path, "--emit", "c", "--backend", "uv"])
    #expect(bridged.status == 64 && bridged.complaints.contains("--backend epoll shows the kernel"))
    let several = try CommandRun(["replay", file.path, "--emit", "c", "--backend", "epoll,uv"])
    #expect(several.status == 64 && several.complaints.contains("a program shows one backend"))
    let json = try CommandRun(["replay", file.path, "--emit", "c", "--format", "json"])
    #expect(json.status == 64)
  }

  @Test("the program begins with what the file says of itself, and is written where --output says")
  func heading() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "found.scenario", "# backend: epoll (Linux 6.1)\n# Ends in \\\n" + Self.header + "wait\n")
    let output = folder.url.appendingPathComponent("found.c")
    let run = try CommandRun(["replay", file.path, "--emit", "c", "--output", output.path])
    #expect(run.status == 0 && run.output == "")
    let program = try String(contentsOf: output, encoding: .utf8)
    #expect(program.hasPrefix("// A test.\n// backend: epoll (Linux 6.1)\n// Ends in /\n"))
    #expect(try Self.run(program).0 == 1)
  }
}
