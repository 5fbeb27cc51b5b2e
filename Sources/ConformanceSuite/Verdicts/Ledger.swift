internal import EventLoopAPI
internal import Foundation

/// The declared differences of all backends.
public struct Ledger: Sendable {
  /// The entries in the order of their files.
  public private(set) var entries: [LedgerEntry]

  /// Makes a ledger of entries.
  public init(_ entries: [LedgerEntry]) {
    self.entries = entries
  }

  /// Reads the shipped ledger.
  ///
  /// - Throws: ``CatalogueError`` if the resources are missing, ``ScenarioError`` if a file does not parse.
  public init() throws {
    try self.init(directory: Resources.directory("Ledger"))
  }

  /// Reads the files `BACKEND.ledger` of a directory.
  ///
  /// - Throws: ``CatalogueError`` if it cannot be read, ``ScenarioError`` if a file does not parse.
  public init(directory: String) throws {
    entries = []
    do {
      for file in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      where file.hasSuffix(Self.fileEnding) {
        let path = "\(directory)/\(file)"
        let source = try String(contentsOfFile: path, encoding: .utf8)
        let backend = String(file.dropLast(Self.fileEnding.count))
        entries += try LedgerParser.parse(source, backend: backend, file: path)
      }
    } catch let error as ScenarioError {
      throw error
    } catch {
      throw CatalogueError.unreadable(directory, FileReason.of(error))
    }
  }

  /// The entries for a backend of this version.
  func entries(for identity: BackendIdentity) -> [LedgerEntry] {
    entries.filter { $0.backend == identity.name && $0.versions.contains(identity.version) }
  }

  private static let fileEnding = ".ledger"
}
