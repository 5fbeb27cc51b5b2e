public import Measuring

/// What a program that waits for one event takes on the disk, in bytes.
public struct ProgramSize: Hashable, Codable, Sendable {
  /// What it is written on.
  public let implementation: Implementation

  /// The program itself, stripped.
  public let program: Int

  /// The shared libraries that it loads, but the C library.
  public let libraries: Int
}

extension ProgramSize {
  /// Measures the smallest program of an implementation.
  ///
  /// - Throws: ``MeasuringError`` if the program cannot be read.
  public init(of implementation: Implementation, in programs: ProgramSet, _ tools: SizeTools) throws {
    let path = programs.path(implementation.firstEventProgram)
    self.init(
      implementation: implementation, program: try tools.strippedSize(of: path),
      libraries: try tools.libraries(of: path).reduce(0) { try $0 + SizeTools.size(of: $1) })
  }
}
