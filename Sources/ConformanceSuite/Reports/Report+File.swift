internal import Foundation

extension Report {
  /// Reads a report that was written as JSON.
  ///
  /// - Throws: ``CatalogueError`` if the file cannot be read or is no report of this format.
  public init(file: String) throws(CatalogueError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw .unreadable(file, FileReason.of(error))
    }
    struct Heading: Decodable {
      var schema: Int
    }
    do {
      let schema = try JSONDecoder().decode(Heading.self, from: data).schema
      guard schema == 1 else { throw CatalogueError.notAReport(file, "its schema is \(schema), not 1") }
      self = try JSONDecoder().decode(Report.self, from: data)
    } catch let error as CatalogueError {
      throw error
    } catch DecodingError.keyNotFound(let key, _) {
      throw .notAReport(file, "it has no '\(key.stringValue)'")
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .notAReport(file, "it is not JSON")
    } catch {
      throw .notAReport(file, "a value is not what docs/report-schema.md says")
    }
  }
}
