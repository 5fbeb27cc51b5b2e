/// A place in a scenario or ledger file that does not parse, and what was expected there.
public struct ScenarioError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path.
  public var file: String

  /// The line, from 1.
  public var line: Int

  /// The column, from 1.
  public var column: Int

  /// What is wrong and what was expected.
  public var message: String

  /// The place and the message in the form that editors understand.
  public var description: String { "\(file):\(line):\(column): \(message)" }
}
