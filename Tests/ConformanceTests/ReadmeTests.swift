import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("the examples it shows are the files that are compiled", arguments: ["CompileTimeChoice", "RunTimeChoice"])
  func examples(_ name: String) throws {
    let readme = try Self.text("README.md")
    let source = try Self.text("Examples/\(name)/main.swift")
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

  @Test("every number of scenarios that it states is the catalogue's")
  func counts() throws {
    let readme = try Self.text("README.md")
    let list = try CommandRun(["list", "--format", "json"]).output
    let count = list.matches(of: /"scenario" :/).count
    for stated in readme.matches(of: /([0-9]+) scenarios/).map({ String($0.1) }) {
      #expect(stated == "\(count)")
    }
  }
}
