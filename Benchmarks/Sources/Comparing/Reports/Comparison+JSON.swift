public import Foundation
internal import Measuring

extension Comparison {
  /// All of it as JSON (docs/benchmarking.md has the form), with a newline at the end.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Reads what ``json()`` wrote.
  ///
  /// - Throws: ``SavedComparisonError``, with the path as given here.
  public init(json: Data, from path: String) throws(SavedComparisonError) {
    struct Header: Decodable {
      var schema: Int?
    }
    func refusal(_ problem: String) -> SavedComparisonError { .notAComparison(path, problem) }
    let decoder = JSONDecoder()
    do {
      let header = try decoder.decode(Header.self, from: json)
      guard let schema = header.schema else { throw refusal("it has no 'schema'") }
      guard schema == 1 else { throw refusal("its schema is \(schema), not 1") }
      self = try decoder.decode(Comparison.self, from: json)
    } catch let error as SavedComparisonError {
      throw error
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw refusal("it is not JSON")
    } catch {
      throw refusal("a value is not what docs/benchmarking.md says")
    }
    guard isPlausible else { throw refusal("a figure is none that can be measured") }
  }

  /// Reads a file that holds what ``json()`` wrote.
  ///
  /// - Throws: ``SavedComparisonError``
  public init(file path: String) throws(SavedComparisonError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(path, String(cString: strerror(errno))) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .unreadable(path, "it is a directory")
    default: throw .unreadable(path, "it is no regular file")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path, "it cannot be opened")
    }
    try self.init(json: data, from: path)
  }

  /// Whether the figures are such as can be shown and drawn.
  private var isPlausible: Bool {
    benchmarks.flatMap(\.variants).allSatisfy { variant in
      (variant.size ?? 1) > 0 && !variant.tables.isEmpty
        && variant.tables.flatMap(\.rows).allSatisfy { $0.value.minimum >= 0 && $0.value.median >= 0 }
    }
  }
}
