public import Foundation

extension Comparison {
  /// All of it as JSON (docs/benchmarks.md has the form), with a newline at the end.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Reads what ``json()`` wrote.
  public init(json: Data) throws {
    self = try JSONDecoder().decode(Comparison.self, from: json)
  }
}
