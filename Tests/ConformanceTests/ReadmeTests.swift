import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(
    "the examples it shows are the files that are compiled",
    arguments: [
      "CompileTimeChoice/main", "RunTimeChoice/main", "Handlers/main", "Await/Await", "PollLoop/Sources/main",
      "KernelInterface/main", "ModelOfEpoll/main",
    ])
  func examples(_ name: String) throws {
    let readme = try Self.text("README.md")
    let source = try Self.text("Examples/\(name).swift")
    #expect(readme.contains("```swift\n" + source + "```"))
  }

  @Test("the tasks it names are in the Makefile")
  func tasks() throws {
    let readme = try Self.text("README.md")
    let makefile = try Self.text("Makefile")
    let tasks = readme.matches(of: /make ([a-z][a-z-]*)/).map { String($0.1) }
    #expect(tasks.count >= 3)
    for task in tasks {
      #expect(makefile.contains("\n\(task):"), "make \(task)")
    }
  }

  @Test("the options it shows are understood")
  func options() throws {
    let help = try CommandRun(["run", "--help"])
    #expect(help.status == 0)
    let readme = try Self.text("README.md")
    for option in readme.matches(of: /conformance run[^\n#]*?(--[a-z-]+)/).map({ String($0.1) }) {
      #expect(help.output.contains(option))
    }
  }

  @Test("the areas in its table are the catalogue's, with as many scenarios")
  func areas() throws {
    let readme = try Self.text("README.md")
    let list = try CommandRun(["list", "--format", "json"]).output
    var counts: [String: Int] = [:]
    for area in list.matches(of: /"area" : "([^"]+)"/).map({ String($0.1) }) {
      counts[area, default: 0] += 1
    }
    counts["all"] = counts.values.reduce(0, +)
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("  area ") })
    var stated: [String: Int] = [:]
    for line in lines[(start + 1)...].prefix(while: { $0.hasPrefix("  ") }) {
      let area = line.split(separator: " ").first.map(String.init) ?? ""
      // Each scenario runs on epoll, or else is the kernel's alone.
      stated[area] =
        count("epoll", in: line, under: lines[start]) + count("kernel", in: line, under: lines[start])
    }
    #expect(stated == counts)
  }

  /// How many results a row of the table has in a column.
  private func count(_ column: String, in row: Substring, under heading: Substring) -> Int {
    guard let place = heading.range(of: column)?.lowerBound else { return 0 }
    let cells = row.dropFirst(heading.distance(from: heading.startIndex, to: place))
    let cell = cells.firstRange(of: "  ").map { cells[..<$0.lowerBound] } ?? cells
    return cell.matches(of: /[0-9]+/).compactMap { Int($0.0) }.reduce(0, +)
  }
}
