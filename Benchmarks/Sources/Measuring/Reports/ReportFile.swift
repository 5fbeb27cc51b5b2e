public import Foundation

/// Where a report goes: a file, or the standard output.
public struct ReportFile: Sendable {
  private let path: String?

  /// Chooses the file; nil for the standard output.
  ///
  /// - Throws: ``MeasuringError/unwritable(_:)`` if its directory cannot be written: said now, not after
  ///   minutes of measuring.
  public init(_ path: String?) throws {
    self.path = path
    guard let path else { return }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: directory) else {
      throw MeasuringError.unwritable("\(directory) is not writable")
    }
  }

  /// How text for it is dressed: with colours on a terminal, unless `NO_COLOR` is set.
  public var style: Style {
    let wantsColour = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    return path == nil && isatty(STDOUT_FILENO) == 1 && wantsColour ? .coloured : .plain
  }

  /// Writes the whole of it.
  ///
  /// - Throws: ``MeasuringError/unwritable(_:)`` if that fails.
  public func write(_ data: Data) throws {
    do {
      if let path {
        try data.write(to: URL(fileURLWithPath: path))
      } else {
        try FileHandle.standardOutput.write(contentsOf: data)
      }
    } catch {
      throw MeasuringError.unwritable(error.localizedDescription)
    }
  }
}
