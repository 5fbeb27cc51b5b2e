internal import Foundation

/// The scenarios that are shipped with the suite, and those of files.
public struct Catalogue: Sendable {
  /// The scenarios in the order of their ids.
  public let scenarios: [Scenario]

  /// Reads the shipped scenarios.
  ///
  /// - Throws: ``CatalogueError`` if the resources are missing, ``ScenarioError`` if one does not parse.
  public init() throws {
    try self.init(directory: Resources.directory("Scenarios"))
  }

  /// Reads the scenarios below a directory.
  ///
  /// - Throws: ``CatalogueError`` if it cannot be read, ``ScenarioError`` if a scenario does not parse.
  public init(directory: String) throws {
    guard let enumerator = FileManager.default.enumerator(atPath: directory) else {
      throw CatalogueError.unreadable(directory, "no such directory")
    }
    var scenarios: [Scenario] = []
    for case let path as String in enumerator where path.hasSuffix(Self.fileEnding) {
      let id = String(path.dropLast(Self.fileEnding.count))
      scenarios.append(try Self.read("\(directory)/\(path)", id: id))
    }
    guard !scenarios.isEmpty else { throw CatalogueError.missingResources(directory) }
    self.scenarios = scenarios.sorted { $0.id < $1.id }
  }

  /// The scenarios that ids, globs and files name, each once, or all of them for no names.
  ///
  /// A name that ends in `.scenario` is a file; in a glob `*` stands for any characters but `/`, and `**` for
  /// any.
  ///
  /// - Throws: ``CatalogueError`` for a name that fits nothing, ``ScenarioError`` for a file that does not
  /// parse.
  public func select(_ names: [String]) throws -> [Scenario] {
    guard !names.isEmpty else { return scenarios }
    var selected: [Scenario] = []
    for name in names {
      if name.hasSuffix(Self.fileEnding) {
        selected.append(try Self.read(name, id: String(name.dropLast(Self.fileEnding.count))))
        continue
      }
      let found = scenarios.filter { Glob(name).matches($0.id) }
      guard !found.isEmpty else { throw CatalogueError.unknown(name, nearest: nearestID(to: name)) }
      selected += found
    }
    var seen: Set<String> = []
    return selected.filter { seen.insert($0.id).inserted }
  }

  /// The id that is most like a name, for a message.
  private func nearestID(to name: String) -> String? {
    guard name.count <= 200 else { return nil }
    let candidates = scenarios.map { (id: $0.id, distance: EditDistance.between(name, $0.id)) }
    return candidates.min { $0.distance < $1.distance }.flatMap {
      $0.distance <= name.count / 2 ? $0.id : nil
    }
  }

  private static let fileEnding = ".scenario"

  private static func read(_ path: String, id: String) throws -> Scenario {
    let source: String
    do {
      source = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CatalogueError.unreadable(path, FileReason.of(error))
    }
    return try ScenarioParser.parse(source, id: id, file: path)
  }
}
