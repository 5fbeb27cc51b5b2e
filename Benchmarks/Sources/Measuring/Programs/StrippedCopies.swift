internal import Foundation

/// Copies of programs without what debuggers need.
public struct StrippedCopies {
  private let strip: Tool
  private let directory: TemporaryDirectory

  /// Finds the tool.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if it is not there.
  public init() throws {
    strip = try Tool("strip", remedy: "apt-get install binutils")
    directory = try TemporaryDirectory()
  }

  /// The path of a program's copy, which is made when it is asked for first.
  public func path(of program: String) throws -> String {
    let copy = directory.path(URL(fileURLWithPath: program).lastPathComponent)
    if !FileManager.default.fileExists(atPath: copy) {
      _ = try strip.run(["-o", copy, program])
    }
    return copy
  }
}
