internal import Foundation

/// A program with its arguments.
public struct ProgramCommand: Hashable, Sendable, CustomStringConvertible {
  /// Where the program is.
  public let path: String

  /// What it is told.
  public let arguments: [String]

  /// As one would type it, without the directory.
  public var description: String {
    ([URL(fileURLWithPath: path).lastPathComponent] + arguments).joined(separator: " ")
  }
}
