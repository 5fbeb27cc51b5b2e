import EpollCore
import EventLoopObserving
import Foundation
import Testing

@Suite("A file that is saved")
struct SavingTests {
  @Test("takes the place of a file, and goes through a link; one that cannot be saved leaves nothing behind")
  func places() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let loop = try TracingLoop<EpollLoop>()
    let (file, link) = (folder.path + "/a.scenario", folder.path + "/link.scenario")

    try Data(String(repeating: "old", count: 1_000).utf8).write(to: URL(fileURLWithPath: file))
    try loop.writeTrace(to: file)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == loop.traceText)

    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    try loop.writeTrace(to: link)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == loop.traceText)

    #expect(throws: SaveError(folder.path, ErrorCode(rawValue: EISDIR))) {
      try loop.writeTrace(to: folder.path)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }
}
