import Comparing
import Foundation
import Measuring

/// What a comparison is written to.
struct Reports {
  private let text: ReportFile
  private let format: Bench.Format
  private let page: (file: ReportFile, plots: URL)?
  private let json: ReportFile?

  /// Makes sure that all of it can be written, as far as that can be known.
  init(text: String?, format: Bench.Format, page: String?, json: String?) throws {
    self.text = try ReportFile(text)
    self.format = format
    self.json = try json.map { try ReportFile($0) }
    self.page = try page.map { path in
      let plots = URL(fileURLWithPath: path).deletingPathExtension()
      let file = try ReportFile(path)
      try Self.checkDirectory(plots.path)
      return (file, plots)
    }
  }

  /// Refuses the directory of the plots if something else has its name, or it cannot be written.
  private static func checkDirectory(_ path: String) throws {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return }
    if !isDirectory.boolValue { throw unwritable(path, reason: "it is no directory, and the plots need one") }
    if access(path, W_OK | X_OK) != 0 { throw unwritable(path, reason: String(cString: strerror(errno))) }
  }

  private static func unwritable(_ path: String, reason: String) -> MeasuringError {
    .unwritable("'\(path)'", reason: reason)
  }

  /// Writes all of it, and returns what could not be written: that keeps nothing else from it.
  func write(_ comparison: Comparison) -> [any Error] {
    var failures: [any Error] = []
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch { failures.append(error) }
    }
    attempt { try json?.write(try comparison.json()) }
    if let page {
      attempt { try page.file.write(Data(comparison.page(plots: page.plots.lastPathComponent).utf8)) }
      attempt { try write(comparison.plots, to: page.plots) }
    }
    attempt {
      switch format {
      case .text: try text.write(Data(comparison.text(text.style).utf8))
      case .json: try text.write(try comparison.json())
      }
    }
    return failures
  }

  private func write(_ plots: [Plot], to directory: URL) throws {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw Self.unwritable(directory.path, reason: error.localizedDescription)
    }
    for plot in plots {
      // Text is of no use to who wants a drawing; it can be made again from the JSON.
      let file = try ReportFile(directory.appendingPathComponent(plot.file).path)
      try file.write(Data(plot.svg.utf8), isRescued: false)
    }
  }
}
