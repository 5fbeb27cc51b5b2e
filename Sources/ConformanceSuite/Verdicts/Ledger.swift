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
    try self.init(directory: Resources.path(of: "Ledger"))
  }

  /// Reads the files `BACKEND.ledger` of a directory, which must be named after these backends if some are
  /// given.
  ///
  /// - Throws: ``CatalogueError`` if it cannot be read, has no such file, or one for another backend;
  /// ``ScenarioError`` if a file does not parse.
  public init(directory: String, backends: [String]? = nil) throws {
    entries = []
    do {
      let files = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
        .filter { $0.hasSuffix(Self.fileEnding) }
      guard !files.isEmpty else { throw CatalogueError.missingLedger(directory) }
      for file in files {
        let path = "\(directory)/\(file)"
        let backend = String(file.dropLast(Self.fileEnding.count))
        if let backends, !backends.contains(backend) {
          throw CatalogueError.unknownBackend(path, known: backends)
        }
        entries += try LedgerParser.parse(try InputFile.text(at: path), backend: backend, file: path)
      }
    } catch let error as CatalogueError {
      throw error
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
