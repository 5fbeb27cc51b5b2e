import Foundation
import Testing

@Suite("The shipped ledger")
struct CommandLedgerTests {
  private static let ledger = CommandRun.products.appendingPathComponent(
    "TwinLoop_ConformanceSuite.resources/Ledger/uv-raw.ledger")

  /// The entries as text: blocks separated by empty lines.
  private static func blocks() throws -> [String] {
    try String(contentsOf: ledger, encoding: .utf8).components(separatedBy: "\n\n")
      .filter { $0.contains("difference ") }
  }

  @Test("every entry is needed: without it the run fails and names scenario, expectation and observation")
  func everyEntryIsNeeded() throws {
    let blocks = try Self.blocks()
    #expect(!blocks.isEmpty)
    for (index, block) in blocks.enumerated() {
      let folder = try TemporaryFolder()
      var others = blocks
      others.remove(at: index)
      try folder.create("uv-raw.ledger", others.joined(separator: "\n\n") + "\n")
      let pattern = try #require(Self.field("difference", of: block).first)
      let run = try CommandRun(["run", pattern, "--backend", "uv-raw", "--ledger", folder.url.path])
      #expect(run.status == 1, "without the entry of \(pattern)")
      #expect(run.output.contains(pattern))
      for observed in Self.field("observed", of: block) {
        let outcome = observed.hasPrefix("step ") ? observed.drop { $0 != ":" }.dropFirst(2) : observed[...]
        #expect(run.output.contains("observed  \(outcome)"), "of \(pattern)")
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
