internal import FoundationEssentials

/// Files of text.
enum TextFile {
  /// Writes a file anew, and puts it in its place when it is complete.
  static func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
