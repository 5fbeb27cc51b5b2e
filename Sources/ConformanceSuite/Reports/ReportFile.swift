internal import Foundation

/// Reports in files.
enum ReportFile {
  private struct Heading: Decodable {
    var schema: Int
  }

  /// Reads a report that a command has written as JSON.
  static func read<Contents: Decodable>(
    _ type: Contents.Type, of command: String, from file: String
  ) throws(CatalogueError) -> Contents {
    let data = try InputFile.data(at: file)
    do {
      let schema = try JSONDecoder().decode(Heading.self, from: data).schema
      guard schema == 1 else {
        throw CatalogueError.notAReport(file, of: command, "its schema is \(schema), not 1")
      }
      return try JSONDecoder().decode(type, from: data)
    } catch let error as CatalogueError {
      throw error
    } catch DecodingError.keyNotFound(let key, _) {
      throw .notAReport(file, of: command, "it has no '\(key.stringValue)'")
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .notAReport(file, of: command, "it is not JSON")
    } catch {
      throw .notAReport(file, of: command, "a value is not what docs/report-schema.md says")
    }
  }
}
