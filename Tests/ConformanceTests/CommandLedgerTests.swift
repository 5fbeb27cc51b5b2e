import Foundation
import Testing
import UVBridge

@testable import ConformanceSuite

@Suite("The shipped ledger")
struct CommandLedgerTests {
  private static let ledger = CommandRun.products.appendingPathComponent(
    "TwinLoop_ConformanceSuite.resources/Ledger/uv-raw.ledger")

  /// The entries as text: blocks separated by empty lines.
  private static func blocks() throws -> [String] {
    try String(contentsOf: ledger, encoding: .utf8).components(separatedBy: "\n\n")
      .filter { $0.contains("difference ") }
  }

  /// The entries for the libuv that is installed, but for those of scenarios where luck has a part.
  private static func dependableBlocks() throws -> [String] {
    let entries = try blocks().map { block in
      let parsed = try LedgerParser.parse(block, backend: "uv-raw", file: "uv-raw.ledger")
      return (block: block, entry: try #require(parsed.first))
    }
    let present = entries.filter { $0.entry.versions.contains(UVLoop.identity.version) }
    let lucky = Set(present.filter(\.entry.isSometimes).map(\.entry.pattern))
    return present.filter { !lucky.contains($0.entry.pattern) }.map(\.block)
  }

  @Test("every entry is needed: without it the run fails and names scenario, expectation and observation")
  func everyEntryIsNeeded() throws {
    let blocks = try Self.blocks()
    let tried = try Self.dependableBlocks()
    #expect(tried.count > 50)
    for block in tried {
      let folder = try TemporaryFolder()
      try folder.create("uv-raw.ledger", blocks.filter { $0 != block }.joined(separator: "\n\n") + "\n")
      let pattern = try #require(Self.field("difference", of: block).first)
      let run = try CommandRun(["run", pattern, "--backend", "uv-raw", "--ledger", folder.url.path])
      #expect(run.status == 1, "without the entry of \(pattern)")
      #expect(run.output.contains(pattern))
      let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for observed in Self.field("observed", of: block) {
        let outcome = observed.hasPrefix("step ") ? observed.drop { $0 != ":" }.dropFirst(2) : observed[...]
        #expect(words.contains("observed \(outcome)"), "of \(pattern)")
      }
      #expect(run.output.contains("expected  "))
    }
  }

  @Test("an entry for a difference that is not there is stale and fails the run")
  func staleEntry() throws {
    let folder = try TemporaryFolder()
    try folder.create(
      "epoll.ledger",
      """
      difference edge/partial-read-is-silent
      version    any
      observed   step 6: a: readable
      reason     A difference that does not occur.
      cites      man:epoll(7)
      """)
    let run = try CommandRun(["run", "edge/*", "--backend", "epoll", "--ledger", folder.url.path])
    #expect(run.status == 1)
    #expect(run.output.contains("edge/partial-read-is-silent  epoll  stale"))
    #expect(run.output.contains("step 6: a: readable, which is not seen"))
  }

  @Test("a folder without a ledger, or with one for a backend that there is not, is status 64 and says why")
  func strangeFolders() throws {
    let folder = try TemporaryFolder()
    let empty = try CommandRun(["run", "level/*", "--backend", "epoll", "--ledger", folder.url.path])
    #expect(empty.status == 64)
    #expect(empty.complaints.contains("no ledger in \(folder.url.path): it has no file BACKEND.ledger"))
    let file = try folder.create("uv_raw.ledger")
    let strange = try CommandRun(["run", "level/*", "--backend", "epoll", "--ledger", folder.url.path])
    #expect(strange.status == 64)
    #expect(
      strange.complaints.contains(
        "\(file.path) is for no backend that there is: "
          + "a ledger is named BACKEND.ledger, after one of epoll, uv, uv-raw"))
  }

  @Test("the bridged libuv loop has no declared differences")
  func bridgedLedgerIsEmpty() {
    let folder = Self.ledger.deletingLastPathComponent()
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    #expect(files == ["uv-raw.ledger"])
  }

  private static func field(_ name: String, of block: String) -> [String] {
    block.split(separator: "\n").filter { $0.hasPrefix(name + " ") }
      .map { $0.dropFirst(name.count).trimmingCharacters(in: .whitespaces) }
  }
}
