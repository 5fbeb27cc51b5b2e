import Foundation
import Testing

@testable import Measuring

@Suite("Where a report goes")
struct ReportFileTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  @Test(
    "What cannot be written is refused before anything is measured, with its name and the reason",
    arguments: [
      ("/", "Is a directory"), ("/no/such/folder/report", "No such file or directory"),
      ("/proc/report", "No such file or directory"), ("/dev/full", "No space left on device"),
      ("", "No such file or directory"), ("/dev/null/report", "Not a directory"),
    ])
  func refuses(path: String, reason: String) {
    #expect(throws: MeasuringError.unwritable("'\(path)'", reason: reason)) { try ReportFile(path) }
  }

  @Test("To find out changes nothing: neither what is there, nor what is not")
  func changesNothing() throws {
    let old = folder.path("old")
    try Data("old".utf8).write(to: URL(fileURLWithPath: old))
    _ = try ReportFile(old)
    #expect(try folder.text("old") == "old")
    _ = try ReportFile(folder.path("new"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.path("new"))
    _ = try ReportFile(link)
    #expect(!FileManager.default.fileExists(atPath: folder.path("new")))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == folder.path("new"))
  }

  @Test("A report takes the place of the old one, and goes through a link")
  func writes() throws {
    let path = folder.path("report")
    try Data("something longer".utf8).write(to: URL(fileURLWithPath: path))
    try ReportFile(path).write(Data("new".utf8))
    #expect(try folder.text("report") == "new")
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: path)
    try ReportFile(folder.path("link")).write(Data("newer".utf8))
    #expect(try folder.text("report") == "newer")
  }

  @Test("What can no longer be written at the end is an error that names the file and what has become of it")
  func fails() throws {
    let place = folder.path("place")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    let file = try ReportFile(place + "/report")
    try FileManager.default.removeItem(atPath: place)
    let error = #expect(throws: MeasuringError.self) { try file.write(Data("a report\n".utf8)) }
    let message = try #require(error?.description)
    #expect(message.hasPrefix("cannot write '\(place)/report': No such file or directory"), "\(message)")
    #expect(message.hasSuffix("; it is on the standard output instead"))
  }
}
