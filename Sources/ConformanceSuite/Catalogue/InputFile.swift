internal import Foundation

/// Files that are given to the suite, and read whole.
enum InputFile {
  /// No scenario, ledger or report has more bytes; a file that does could take all of the memory.
  private static let limit = 256 << 20

  /// Reads a file.
  ///
  /// - Throws: ``CatalogueError/unreadable(_:_:)``
  static func data(at path: String) throws(CatalogueError) -> Data {
    var status = stat()
    if stat(path, &status) == 0, status.st_size > limit {
      throw .unreadable(path, "it has more than \(limit >> 20) megabytes")
    }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(path, FileReason.of(error, reading: path))
    }
  }

  /// Reads a file of text.
  ///
  /// - Throws: ``CatalogueError/unreadable(_:_:)``
  static func text(at path: String) throws(CatalogueError) -> String {
    guard let text = String(data: try data(at: path), encoding: .utf8) else {
      throw .unreadable(path, "it is not UTF-8 text")
    }
    return text
  }
}
