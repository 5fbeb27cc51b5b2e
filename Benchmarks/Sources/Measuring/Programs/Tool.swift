/// A tool of the system that helps in measuring.
public struct Tool: Sendable {
  let path: String

  /// Finds it.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if it is not there.
  public init(_ name: String, remedy: String) throws {
    guard let path = Command.find(name) else { throw MeasuringError.missing(name, remedy: remedy) }
    self.path = path
  }

  /// Runs it and returns what it printed.
  ///
  /// - Throws: ``MeasuringError`` if it fails.
  public func run(_ arguments: [String]) throws -> String {
    try runWithErrors(arguments).output
  }

  /// Runs it and returns what it printed, and what it said besides.
  func runWithErrors(_ arguments: [String]) throws -> (output: String, errors: String) {
    let result = try Command.run(path, arguments)
    return (result.output, result.errors)
  }
}
