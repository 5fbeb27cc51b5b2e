import ConformanceSuite
import Foundation

/// The scenario files of what a campaign has found.
struct FoundFiles {
  private let report: ExplorationReport

  init(_ report: ExplorationReport) {
    self.report = report
  }

  /// Finds out before a long run whether files can be written into a directory, which need not be there yet.
  static func checkDirectory(_ directory: String) throws {
    if directory.isEmpty { try unwritable(directory, "the name is empty") }
    var place = URL(fileURLWithPath: directory)
    while place.path != "/", !exists(place.path) { place.deleteLastPathComponent() }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
    guard isFolder.boolValue else { try unwritable(directory, "'\(place.path)' is no directory") }
    guard access(place.path, W_OK | X_OK) == 0 else {
      try unwritable(directory, "\(place.path): \(String(cString: strerror(errno)))")
    }
  }

  /// Whether something has this name, be it a link that leads nowhere.
  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func unwritable(_ directory: String, _ reason: String) throws -> Never {
    try Status.unwritable.fail(
      "cannot write scenario files to '\(directory)': \(reason); name another directory by --save")
  }

  /// Writes those of undeclared disagreements into a directory, which is made if need be, and tells of each.
  ///
  /// - Returns: Whether all of them could be written.
  func write(to directory: String) -> Bool {
    let groups = report.groups.filter { $0.declaration == nil }
    guard !groups.isEmpty else { return true }
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      Status.say("cannot write scenario files to '\(directory)': \(FileReason.of(error))")
      return false
    }
    return groups.count { !write($0, to: directory) } == 0
  }

  private func write(_ group: ExplorationReport.Group, to directory: String) -> Bool {
    let path = "\(directory)/\(name(of: group))"
    do {
      try Data(group.scenario.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      Status.say("cannot write '\(path)': \(FileReason.of(error))")
      return false
    }
    Status.say("wrote \(path)")
    return true
  }

  /// A name that says what it shows, and that another campaign's finding does not have.
  private func name(of group: ExplorationReport.Group) -> String {
    let origin = report.seed.map { "\($0)" } ?? "all"
    let words = "\(Self.words(report.backend.name))-\(Self.words(group.symptom))"
    return "\(words)-\(origin)-\(group.first).scenario"
  }

  /// A text as part of a file's name, which has at most 255 bytes; a report may hold anything.
  private static func words(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isASCII || !$0.isLetter && !$0.isNumber }
    return String(words.joined(separator: "-").prefix(100))
  }
}
