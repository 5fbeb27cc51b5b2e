import EventLoopAPI
import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The ledger")
struct LedgerTests {
  private func parse(_ source: String) throws -> [LedgerEntry] {
    try LedgerParser.parse(source, backend: "uv", file: "uv.ledger")
  }

  @Test("an entry has its pattern, versions, observations, reason, citations and place")
  func entries() throws {
    let entries = try parse(
      """
      # What libuv does.

      difference hangup/pipe-drained
      version    1.40 ... 1.52
      observed   step 6: r: readable writable  # a comment
      observed   leak: anon_inode:[eventfd]
      reason     libuv reports a lone hangup, as #3 says.
      cites      libuv:src/unix/poll.c libuv-issue:3

      difference edge/*
      version any
      observed crashed SIGABRT
      reason It aborts.
      cites law:edge

      difference edge/a
      version any
      observed timedOut
      sometimes the kernel decides
      reason It hangs.
      cites law:edge
      """)
    #expect(entries.map(\.pattern) == ["hangup/pipe-drained", "edge/*", "edge/a"])
    #expect(entries.map(\.versions.description) == ["1.40 ... 1.52", "any", "any"])
    #expect(entries.map(\.luck) == [nil, nil, "the kernel decides"])
    #expect(
      entries.map(\.observed) == [
        ["step 6: r: readable writable", "leak: anon_inode:[eventfd]"], ["crashed SIGABRT"], ["timedOut"],
      ])
    #expect(entries.map(\.reason) == ["libuv reports a lone hangup, as", "It aborts.", "It hangs."])
    #expect(
      entries.map(\.citations) == [["libuv:src/unix/poll.c", "libuv-issue:3"], ["law:edge"], ["law:edge"]])
    #expect(entries.map(\.line) == [3, 10, 16])
    #expect(entries.allSatisfy { $0.backend == "uv" && $0.file == "uv.ledger" })
  }

  @Test("an empty file and one of comments alone declare nothing")
  func empty() throws {
    #expect(try parse("") == [])
    #expect(try parse("# Nothing.\n\n") == [])
  }

  @Test("lines may end as they do on Windows")
  func carriageReturns() throws {
    let entries = try parse(
      "difference a/b\r\nversion any\r\nobserved timedOut\r\n\r\nreason R.\r\ncites law:live\r\n")
    #expect(entries.map(\.pattern) == ["a/b"])
    #expect(entries.map(\.observed) == [["timedOut"]])
  }

  @Test(
    "what does not parse is refused with its place",
    arguments: [
      (
        "difference a\nverdict x",
        "2:1: expected a field (difference, version, observed, sometimes, reason, cites), found 'verdict'"
      ),
      ("\n  version any", "2:3: expected 'difference' first"),
      ("difference", "1:11: expected the text of 'difference', found the end of the line"),
      ("difference a\nreason # none", "2:7: expected the text of 'reason', found the end of the line"),
      ("difference a\nversion 1.x ... 2", "2:9: expected a version such as '1.44' or 'any', found '1.x'"),
      ("difference a\nversion 1.44 - 2", "2:14: expected '...', found '-'"),
      ("difference a\nversion 1.44", "2:13: expected '...', found the end of the line"),
      ("difference a\nversion 1.44 ...", "2:17: expected a version or 'any', found the end of the line"),
      ("difference a\nversion 1.44 ... 1.", "2:18: expected a version such as '1.44' or 'any', found '1.'"),
      ("difference a\nversion 1.4 ... 1.5 x", "2:21: expected the end of the line, found 'x'"),
      ("difference a\nversion 1.44 ... 1.40.9", "2:18: \(reversed)"),
      ("difference a\nversion 1.9 ... 1.8", "2:17: \(reversed)"),
      ("difference a\nversion 2 ... 1.44", "2:15: \(reversed)"),
      ("difference a\nversion any\nversion any", "3:1: 'a' has a line 'version' already"),
      ("difference a\nreason R.\nreason R.", "3:1: 'a' has a line 'reason' already"),
      ("difference a\nsometimes S.\nsometimes S.", "3:1: 'a' has a line 'sometimes' already"),
      ("difference a\nsometimes", "2:10: expected the text of 'sometimes', found the end of the line"),
      ("difference a/*\nsometimes S.\n\(rest)", "1:1: 'a/*' is for several scenarios: \(oneByOne)"),
      ("difference a\nobserved step 0: nothing", "2:10: \(observation), found 'step'"),
      ("difference a\nobserved step 06: nothing", "2:10: \(observation), found 'step'"),
      ("difference a\nobserved nothing", "2:10: \(observation), found 'nothing'"),
      ("difference a\nobserved step 6 nothing", "2:10: \(observation), found 'step'"),
      ("difference a\nobserved timedOut now", "2:10: \(observation), found 'timedOut'"),
      ("difference a\nobserved crashed", "2:10: \(observation), found 'crashed'"),
      ("\ndifference a\nobserved timedOut\nreason R.\ncites law:live", "2:1: 'a' has no line 'version'"),
      ("difference a\nversion any\nreason R.\ncites law:live", "1:1: 'a' has no line 'observed'"),
      ("difference a\nversion any\nobserved timedOut\ncites law:live", "1:1: 'a' has no line 'reason'"),
      (
        "difference a\nversion any\nobserved timedOut\nreason R.\ndifference b",
        "1:1: 'a' has no line 'cites'"
      ),
    ])
  func refusals(source: String, message: String) {
    do throws(ScenarioError) {
      _ = try LedgerParser.parse(source, backend: "uv", file: "uv.ledger")
      Issue.record("accepted")
    } catch {
      #expect(error.description == "uv.ledger:" + message)
    }
  }

  private static let observation = "expected 'step N: OUTCOME', 'crashed SIGNAL', 'timedOut' or 'leak: WHAT'"

  private static let reversed = "the range ends before it begins: no version is in it"
  private static let oneByOne = "what is seen sometimes is declared for each one"
  private static let rest = "version any\nobserved timedOut\nreason R.\ncites law:live"

  @Test(
    "a range of versions holds both its ends, compared as far as they are written",
    arguments: [
      ("1.44 ... 1.52", "1.44", true), ("1.44 ... 1.52", "1.44.0", true), ("1.44 ... 1.52", "1.43.9", false),
      ("1.44 ... 1.52", "1.52.9", true), ("1.44 ... 1.52", "1.53.0", false), ("1.44 ... 1.52", "1.5", false),
      ("1.44 ... 1.52", "1.100", false), ("1.44 ... 1.52", "2.0", false), ("1.44 ... 1.52", "0.50", false),
      ("1.44.2 ... 1.44.2", "1.44.2", true), ("1.44.2 ... 1.44.2", "1.44.3", false),
      ("1.44.2 ... 1.45", "1.44.1", false), ("1.44.2 ... 1.44", "1.44.9", true), ("1.44 ... 1", "1.90", true),
      ("1 ... 1", "1.99.9", true), ("1 ... 1", "2.0", false),
      ("any", "1.44.2", true), ("any", "unknown", true), ("6.1 ... 6.18", "6.18.44-amd64", true),
      ("6.19 ... 7", "6.18.44-amd64", false), ("6.18.44 ... 6.18.44", "6.18.44-fc-v595", true),
      ("6.1 ... 6.8", "6.8-rc1", true), ("1.9 ... 1.10", "1.10.2-dev", true),
    ])
  func versions(range: String, version: String, isIn: Bool) throws {
    let entry = try #require(
      try parse("difference a\nversion \(range)\nobserved timedOut\nreason R.\ncites law:live").first)
    #expect(entry.versions.contains(version) == isIn)
    #expect(entry.versions.description == range)
  }

  @Test("a ledger's files are named after the backends that they are for, and each backend gets its own")
  func directory() throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let text = "version 1.0 ... 1.9\nobserved timedOut\nreason R.\ncites law:live\n"
    for (file, pattern) in [("uv.ledger", "a/uv"), ("uv-raw.ledger", "a/raw"), ("notes.txt", "a/notes")] {
      try "difference \(pattern)\n\(text)".write(
        to: directory.appendingPathComponent(file), atomically: true, encoding: .utf8)
    }
    let ledger = try Ledger(directory: directory.path)
    func patterns(_ name: String, _ version: String) -> [String] {
      ledger.entries(for: BackendIdentity(name: name, mechanism: "libuv", version: version)).map(\.pattern)
    }
    #expect(ledger.entries.count == 2)
    #expect(patterns("uv", "1.5.2") == ["a/uv"])
    #expect(patterns("uv-raw", "1.5.2") == ["a/raw"])
    #expect(patterns("uv", "2.0") == [])
    #expect(patterns("epoll", "1.5") == [])
    #expect(try Ledger(directory: directory.path, backends: ["uv-raw", "uv", "epoll"]).entries.count == 2)
    let stranger = CatalogueError.unknownBackend("\(directory.path)/uv-raw.ledger", known: ["uv", "epoll"])
    #expect(throws: stranger) { try Ledger(directory: directory.path, backends: ["uv", "epoll"]) }
    #expect(throws: CatalogueError.unreadable("/nowhere", "no such file or directory")) {
      try Ledger(directory: "/nowhere")
    }
  }

  @Test("a directory without a ledger is refused, and one with an empty ledger declares nothing")
  func emptyDirectory() throws {
    let folder = try TemporaryFolder()
    try folder.create("notes.txt", "difference a")
    #expect(throws: CatalogueError.missingLedger(folder.url.path)) { try Ledger(directory: folder.url.path) }
    try folder.create("uv.ledger", "# Nothing.\n")
    #expect(try Ledger(directory: folder.url.path).entries == [])
  }
}
