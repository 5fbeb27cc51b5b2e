internal import EventLoopAPI
internal import Glibc

/// Files of text.
enum TextFile {
  /// Writes a file anew, and puts it in its place when it is complete.
  ///
  /// What is no regular file, such as a link, a pipe or a terminal, stays where it is and is written to.
  static func write(_ text: String, to path: String) throws(SaveError) {
    var status = stat()
    let isSpecial = lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    if isSpecial { return try writeInPlace(text, to: path, reporting: path) }
    let draft = "\(path).\(getpid())"
    do throws(SaveError) {
      try writeInPlace(text, to: draft, reporting: path)
      guard rename(draft, path) == 0 else { throw SaveError(path, ErrorCode(rawValue: errno)) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Writes a file, of which an error says that it is another one.
  private static func writeInPlace(
    _ text: String, to path: String, reporting named: String
  ) throws(SaveError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw SaveError(named, ErrorCode(rawValue: errno)) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { throw SaveError(named, ErrorCode(rawValue: errno)) }
      rest = rest.dropFirst(max(count, 0))
    }
  }
}
