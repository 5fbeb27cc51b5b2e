import Foundation
import Testing

@Suite("The contract as users read it")
struct ContractDocumentTests {
  @Test("it has the laws of DESIGN.md, in the same words and order")
  func laws() throws {
    let design = try laws(in: "DESIGN.md")
    #expect(design.count >= 20)
    #expect(try laws(in: "Sources/EventLoopAPI/EventLoopAPI.docc/TheContract.md") == design)
  }

  /// The names and texts of the table of laws, without the reasons.
  private func laws(in path: String) throws -> [[String]] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let lines = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let heading = try #require(lines.firstIndex { $0.hasPrefix("| law |") })
    return lines[(heading + 2)...].prefix { $0.hasPrefix("|") }.map { row in
      row.components(separatedBy: " | ").prefix(2).map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: "| "))
      }
    }
  }
}
