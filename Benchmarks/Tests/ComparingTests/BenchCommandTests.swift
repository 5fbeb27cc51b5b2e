import Foundation
import Testing

@testable import Comparing
@testable import Measuring

@Suite("The command bench")
struct BenchCommandTests {
  private struct Run {
    var status: Int32
    var output: String
    var complaints: String
  }

  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  /// Runs the command by the shell, so that its output may go anywhere.
  private func run(_ arguments: String) throws -> Run {
    let process = Process()
    let output = try folder.newFile("output")
    let complaints = try folder.newFile("complaints")
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let bench = Bundle.main.bundleURL.appendingPathComponent("bench").path
    process.arguments = ["-c", "\"$0\" \(arguments)", bench]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: try folder.text("output"),
      complaints: try folder.text("complaints"))
  }

  private func save(_ comparison: Comparison) throws -> String {
    let path = folder.path("saved.json")
    try comparison.json().write(to: URL(fileURLWithPath: path))
    return path
  }

  private static let comparison = Comparison.example([(.c, [100, 200, 300]), (.epollLoop, [150, 300, 450])])

  @Test(
    "The check refuses wrong words with status 64, and measures nothing",
    arguments: [
      "--only nothing", "--only ,", "--rounds 0", "--frob", "--format yaml", "--from x --quick",
      "--output a --json a", "--output a --json ./a", "--page page",
    ])
  func wrongWords(_ arguments: String) throws {
    let run = try run("--check \(arguments)")
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.complaints.hasPrefix("bench: "))
  }

  @Test("The check says nothing where all is well, and for help it prints just that")
  func check() throws {
    let well = try run("--check --quick --output \(folder.path("report")) --page \(folder.path("page.md"))")
    #expect(well.status == 0 && well.output == "" && well.complaints == "")
    let help = try run("--check --help")
    #expect(help.status == 0 && help.output.hasPrefix("OVERVIEW"))
  }

  @Test(
    "Each output that cannot be written is found before anything is measured: status 74, and its name",
    arguments: [
      ("--output /dev/full", "'/dev/full': No space left on device"),
      ("--json /", "'/': Is a directory"),
      ("--page /no/such/folder/page.md", "'/no/such/folder/page.md': No such file or directory"),
      ("--page /proc/page.md", "'/proc/page.md': No such file or directory"),
      ("> /dev/full", "the standard output: No space left on device"),
      (">&-", "the standard output: Bad file descriptor"),
    ])
  func unwritable(arguments: String, reason: String) throws {
    let run = try run(arguments)
    #expect(run.status == 74)
    #expect(run.complaints == "bench: cannot write \(reason)\n")
  }

  @Test("Something else with the name of the plots' directory is found before as well")
  func plots() throws {
    try Data().write(to: URL(fileURLWithPath: folder.path("page")))
    let run = try run("--page \(folder.path("page.md"))")
    #expect(run.status == 74)
    #expect(
      run.complaints
        == "bench: cannot write '\(folder.path("page"))': it is no directory, and the plots need one\n")
  }

  @Test("What was saved is reported: as text, as JSON, and as a page with plots")
  func saved() throws {
    let path = try save(Self.comparison)
    let text = try run("--from \(path)")
    #expect(text.status == 0 && text.output == Self.comparison.text(.plain))
    let page = folder.path("page.md")
    let json = try run("--from \(path) --format json --page \(page)")
    #expect(json.status == 0)
    #expect(try Comparison(json: Data(json.output.utf8), from: "") == Self.comparison)
    #expect(try folder.text("page.md") == Self.comparison.page(plots: "page"))
    #expect(FileManager.default.fileExists(atPath: folder.path("page/ratios.svg")))
  }

  @Test("A report that cannot be written to its file is not lost, nor are the others")
  func rescued() throws {
    let path = try save(Self.comparison)
    // A drawing cannot be put in the place of a directory; that is found at the end.
    try FileManager.default.createDirectory(
      atPath: folder.path("page/ratios.svg"), withIntermediateDirectories: true)
    let run = try run("--from \(path) --page \(folder.path("page.md"))")
    #expect(run.status == 74)
    #expect(run.output == Self.comparison.text(.plain))
    #expect(run.complaints == "bench: cannot write '\(folder.path("page/ratios.svg"))': Is a directory\n")
    #expect(FileManager.default.fileExists(atPath: folder.path("page.md")))
  }

  @Test(
    "A file that is no saved comparison is status 65 and one sentence",
    arguments: [
      ("/no/such/file", "cannot read '/no/such/file': No such file or directory"),
      ("/", "cannot read '/': it is a directory"),
      ("/dev/zero", "cannot read '/dev/zero': it is no regular file"),
      ("/etc/passwd", "'/etc/passwd' is no saved comparison: it is not JSON"),
    ])
  func noComparison(path: String, message: String) throws {
    let run = try run("--from \(path)")
    #expect(run.status == 65)
    #expect(run.output == "")
    #expect(run.complaints == "bench: \(message)\n")
  }
}
