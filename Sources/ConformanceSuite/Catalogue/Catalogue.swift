internal import Foundation

/// The scenarios that are shipped with the suite, and those of files.
public struct Catalogue: Sendable {
  /// The scenarios in the order of their ids.
  public let scenarios: [Scenario]

  /// The scenarios in Swift, in the order of their ids.
  public var trials: [Trial] { Trial.all }

  /// All scenarios, of files and in Swift.
  public var everything: CatalogueSelection { CatalogueSelection(scenarios: scenarios, trials: trials) }

  /// The ids of all that there is.
  var ids: [String] { scenarios.map(\.id) + trials.map(\.id) }

  /// Reads the shipped scenarios.
  ///
  /// - Throws: ``CatalogueError`` if the resources are missing, ``ScenarioError`` if one does not parse.
  public init() throws {
    try self.init(directory: Resources.path(of: "Scenarios"))
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
  public func select(_ names: [String]) throws -> CatalogueSelection {
    guard !names.isEmpty else { return everything }
    var selected = CatalogueSelection()
    for name in names {
      if name.hasSuffix(Self.fileEnding) {
        selected.scenarios.append(try Self.read(name, id: String(name.dropLast(Self.fileEnding.count))))
        continue
      }
      let glob = Glob(name)
      let found = scenarios.filter { glob.matches($0.id) }
      let foundTrials = trials.filter { glob.matches($0.id) }
      guard !found.isEmpty || !foundTrials.isEmpty else {
        throw CatalogueError.unknown(name, nearest: nearestID(to: name))
      }
      selected.scenarios += found
      selected.trials += foundTrials
    }
    return selected.withoutRepetitions
  }

  /// The scenarios of files that ids, globs and files name, for what can be done with those alone.
  ///
  /// - Throws: As ``select(_:)``, and ``CatalogueError`` for a name that fits nothing but scenarios in Swift.
  public func selectFiles(_ names: [String]) throws -> [Scenario] {
    for name in names {
      let selected = try select([name])
      if selected.scenarios.isEmpty { throw CatalogueError.inSwift(selected.trials.first?.id ?? name) }
    }
    return try select(names).scenarios
  }

  /// The id that is most like a name, for a message.
  private func nearestID(to name: String) -> String? {
    guard name.count <= 200 else { return nil }
    let candidates = ids.map { (id: $0, distance: EditDistance.between(name, $0)) }
    return candidates.min { $0.distance < $1.distance }.flatMap {
      $0.distance <= name.count / 2 ? $0.id : nil
    }
  }

  private static let fileEnding = ".scenario"

  private static func read(_ path: String, id: String) throws -> Scenario {
    let scenario = try ScenarioParser.parse(try InputFile.text(at: path), id: id, file: path)
    try scenario.refuseStepsInVain(file: path)
    return scenario
  }
}
