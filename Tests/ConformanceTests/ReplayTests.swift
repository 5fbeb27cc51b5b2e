import Foundation
import Testing

@Suite("Replaying a scenario")
struct ReplayTests {
  private static let header = "purpose A test.\ncites law:hints\n"

  /// A pipe without its writer, which libuv reports as readable once it is drained.
  private static let drained = header + "open r w = pipe\nregister r readable\nclose w\nwait\n"

  private static func lastLine(_ run: CommandRun) -> Substring? { run.output.split(separator: "\n").last }

  @Test("a disagreement is shown at its step, on the backend that the file was recorded for alone")
  func disagreement() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "found.scenario", "# Found at random.\n# backend: uv-raw (libuv 1.44.2)\n" + Self.drained)
    let run = try CommandRun(["replay", file.path])
    #expect(run.status == 1)
    let rows = run.output.split(separator: "\n").filter { $0.contains("hangup") }
    #expect(rows.first?.hasPrefix("  !  4  wait") == true)
    #expect(run.output.filter { $0 == "!" }.count == 1)
    #expect(run.output.contains("uv-raw (libuv ") && !run.output.contains("epoll"))
    #expect(
      Self.lastLine(run) == "The disagreement is still there: uv-raw (step 4: r: readable)")
  }

  @Test("where all backends do as Linux does, there is none")
  func agreement() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create("found.scenario", "# backend: uv-raw\n" + Self.drained)
    let run = try CommandRun(["replay", file.path, "--backend", "epoll,uv"])
    #expect(run.status == 0)
    #expect(!run.output.contains("!"))
    #expect(Self.lastLine(run) == "There is no disagreement: epoll, uv")
  }

  @Test("what the ledger declares counts as well, and a crash is told")
  func crash() throws {
    let run = try CommandRun(["replay", "lifetime/closed-before-the-first-turn", "--backend", "epoll,uv-raw"])
    #expect(run.status == 1)
    #expect(run.output.contains("\nuv-raw: crashed SIGABRT\n"))
    #expect(Self.lastLine(run) == "The disagreement is still there: uv-raw (crashed SIGABRT)")
  }

  @Test("a time-out is told")
  func timeOut() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "hang.scenario", Self.header + "open r w = pipe\nregister r none\nclose w\nwait forever\n")
    let run = try CommandRun(["replay", file.path, "--backend", "uv-raw", "--time-limit", "1"])
    #expect(run.status == 1)
    #expect(Self.lastLine(run) == "The disagreement is still there: uv-raw (timedOut)")
  }

  @Test("a scenario with many steps may take longer")
  func manySteps() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "long.scenario", Self.header + String(repeating: "wait 2ms -> nothing\n", count: 1000))
    // Two seconds at least; eleven are allowed.
    let run = try CommandRun(["replay", file.path, "--backend", "epoll", "--time-limit", "1"])
    #expect(run.status == 0)
    #expect(Self.lastLine(run) == "There is no disagreement: epoll")
  }

  @Test("a file that says what Linux does not do is told from a backend that differs")
  func contradiction() throws {
    let folder = try TemporaryFolder()
    let wrong = try folder.create(
      "wrong.scenario", Self.header + "open e = eventfd\nregister e readable\nwait -> e: readable\n")
    let run = try CommandRun(["replay", wrong.path, "--backend", "epoll,uv"])
    #expect(run.status == 1)
    #expect(run.output.contains("\n  ?  3  wait") && !run.output.contains("!"))
    #expect(run.output.contains("does as the model says: mend the file."))
    #expect(
      Self.lastLine(run)
        == "The file and the model disagree; no backend differs from Linux by the model: epoll, uv")
    let both = try folder.create(
      "both.scenario",
      Self.header + "open e = eventfd\nwrite e 1 -> EAGAIN\n" + Self.drained.dropFirst(Self.header.count))
    let raw = try CommandRun(["replay", both.path, "--backend", "uv-raw"])
    #expect(raw.output.contains("\n  ?  2  write e 1") && raw.output.contains("\n  !  6  wait"))
    #expect(Self.lastLine(raw) == "The disagreement is still there: uv-raw (step 6: r: readable)")
  }

  @Test("a wait that nothing can end is the file's fault, and none of the backend that waits")
  func endlessWait() throws {
    let folder = try TemporaryFolder()
    let file = try folder.create(
      "endless.scenario", Self.header + "open e = eventfd\nregister e readable\nwait forever\n")
    let run = try CommandRun(["replay", file.path, "--backend", "epoll", "--time-limit", "1"])
    #expect(run.status == 1)
    #expect(run.output.contains("Nothing is left that could end the wait: mend the file."))
    #expect(Self.lastLine(run)?.hasPrefix("The file and the model disagree; no backend differs") == true)
  }

  @Test("JSON is the report of a run without a ledger")
  func json() throws {
    let run = try CommandRun(["replay", "hangup/pipe-drained", "--backend", "uv-raw", "--format", "json"])
    #expect(run.status == 1)
    let result = try #require(try CommandReport(run.output).results.first)
    #expect(result.verdict == "undeclared")
    #expect(result.differences == ["step 6: r: readable", "step 8: r: readable"])
  }

  @Test("a scenario that none of the backends can run is status 69 and says why")
  func unsupported() throws {
    let run = try CommandRun(["replay", "edge/partial-read-is-silent", "--backend", "uv-raw"])
    #expect(run.status == 69)
    #expect(run.output.contains("uv-raw: the backend lacks edge"))
  }

  @Test("a file that does not parse, many scenarios at once and an unknown recorded backend are status 64")
  func misuse() throws {
    let folder = try TemporaryFolder()
    let bad = try folder.create("bad.scenario", Self.header + "open r w = pip\n")
    let unparsed = try CommandRun(["replay", bad.path])
    #expect(unparsed.status == 64)
    #expect(unparsed.complaints.hasPrefix("conformance: \(bad.path):3:12: expected a kind"))
    let many = try CommandRun(["replay", "edge/*"])
    #expect(many.status == 64 && many.complaints.contains("name one"))
    let strange = try folder.create("strange.scenario", "# backend: kqueue\n" + Self.drained)
    let unknown = try CommandRun(["replay", strange.path])
    #expect(unknown.status == 64 && unknown.complaints.contains("recorded for 'kqueue'"))
    #expect(try CommandRun(["replay", strange.path, "--backend", "epoll"]).status == 0)
  }
}
