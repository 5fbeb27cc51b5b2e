public import EventLoopAPI
internal import Glibc

/// A file that could not be saved, and why.
public struct SaveError: Error, Hashable, Sendable {
  /// The file.
  public var path: String

  /// The system's reason.
  public var code: ErrorCode

  /// Makes an error from its parts.
  public init(_ path: String, _ code: ErrorCode) {
    self.path = path
    self.code = code
  }
}

extension SaveError: CustomStringConvertible {
  /// The file and the system's words for the reason, such as `cannot save 'a/b': No such file or directory`.
  public var description: String { "cannot save '\(path)': \(String(cString: strerror(code.rawValue)))" }
}
