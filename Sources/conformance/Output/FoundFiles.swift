import ConformanceSuite
import Foundation

/// The scenario files of what a campaign has found.
struct FoundFiles {
  private let report: ExplorationReport

  init(_ report: ExplorationReport) {
    self.report = report
  }

  /// Writes those of undeclared disagreements into a directory, which is made if it is not there.
  ///
  /// - Returns: The files' paths.
  func write(to directory: String) throws -> [String] {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      return try report.groups.filter { $0.declaration == nil }.map { group in
        let path = "\(directory)/\(name(of: group))"
        try Data(group.scenario.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        return path
      }
    } catch {
      // The report has the scenarios too, and is still to be written.
      Status.say("cannot write scenario files to '\(directory)': \(FileReason.of(error))")
      return []
    }
  }

  /// A name that says what it shows, and that another campaign's finding does not have.
  private func name(of group: ExplorationReport.Group) -> String {
    let words = group.symptom.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    return "\(report.backend.name)-\(words)-\(report.seed ?? 0)-\(group.first).scenario"
  }
}
