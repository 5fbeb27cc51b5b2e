internal import Foundation

/// A directory that goes with its owner.
public final class TemporaryDirectory {
  private let location: URL

  /// Makes it.
  public init() throws {
    location = FileManager.default.temporaryDirectory
      .appendingPathComponent("benchmarks-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: location, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(at: location)
  }

  /// The path of a file in it.
  public func path(_ name: String) -> String {
    location.appendingPathComponent(name).path
  }

  /// Makes an empty file for writing.
  func newFile(_ name: String) throws -> FileHandle {
    let file = URL(fileURLWithPath: path(name))
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  /// What a file holds.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }
}
