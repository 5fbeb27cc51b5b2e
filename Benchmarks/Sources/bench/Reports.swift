import Comparing
import Foundation
import Measuring

/// What a comparison is written to.
struct Reports {
  private let text: ReportFile
  private let format: Bench.Format
  private let page: (file: ReportFile, plots: URL)?
  private let json: ReportFile?

  /// Makes sure that all of it can be written.
  init(text: String?, format: Bench.Format, page: String?, json: String?) throws {
    self.text = try ReportFile(text)
    self.format = format
    self.json = try json.map { try ReportFile($0) }
    self.page = try page.map { path in
      let plots = URL(fileURLWithPath: path).deletingPathExtension()
      return (try ReportFile(path), plots)
    }
  }

  func write(_ comparison: Comparison) throws {
    try json?.write(try comparison.json())
    if let page {
      let directory = page.plots.lastPathComponent
      try page.file.write(Data(comparison.page(plots: directory).utf8))
      do {
        try FileManager.default.createDirectory(at: page.plots, withIntermediateDirectories: true)
      } catch {
        throw MeasuringError.unwritable(error.localizedDescription)
      }
      for plot in comparison.plots {
        try ReportFile(page.plots.appendingPathComponent(plot.file).path).write(Data(plot.svg.utf8))
      }
    }
    switch format {
    case .text: try text.write(Data(comparison.text(text.style).utf8))
    case .json: try text.write(try comparison.json())
    }
  }
}
