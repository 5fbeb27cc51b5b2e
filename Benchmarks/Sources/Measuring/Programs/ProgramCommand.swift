internal import Foundation

/// A program with its arguments.
public struct ProgramCommand: Hashable, Sendable, CustomStringConvertible {
  /// Where the program is.
  public let path: String

  /// What it is told.
  public let arguments: [String]

  /// The same, run by a tool that is given its own words first.
  public func run(by tool: ProgramCommand) -> ProgramCommand {
    ProgramCommand(path: tool.path, arguments: tool.arguments + [path] + arguments)
  }

  /// As one would type it, without the directory.
  public var description: String {
    ([URL(fileURLWithPath: path).lastPathComponent] + arguments).joined(separator: " ")
  }
}
