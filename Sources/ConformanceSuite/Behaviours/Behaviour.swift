internal import Foundation

/// One of the behaviours that public suites, manuals and bug reports show to matter; scenarios cite it as
/// `row:ID`.
public struct Behaviour: Codable, Hashable, Sendable {
  /// How much it matters.
  public enum Tier: String, Codable, Sendable {
    /// A suite would be incomplete without it.
    case core

    /// It tells a thorough suite from others.
    case deep
  }

  /// Its name.
  public var id: String

  /// What it is about.
  public var area: String

  /// How much it matters.
  public var tier: Tier

  /// What it says, in one sentence.
  public var statement: String

  /// Why nothing can show it; nil for what can be shown.
  public var unobservable: String?

  /// The ids of the scenarios that cite it.
  public var scenarios: [String] = []

  /// Whether it is shown, or there is a reason why it cannot be.
  public var isAccountedFor: Bool { !scenarios.isEmpty || (tier == .deep && unobservable != nil) }
}

extension Behaviour {
  /// Reads those that the suite knows of.
  ///
  /// - Throws: ``CatalogueError`` if the resource is missing or not as it was shipped.
  static func all() throws -> [Behaviour] {
    let file = try Resources.path(of: "behaviours.tsv")
    let text: String
    do {
      text = try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      throw CatalogueError.missingResources(file)
    }
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 4 || fields.count == 5, let tier = Tier(rawValue: fields[2]) else {
        throw CatalogueError.unreadable(file, "'\(line)' is no behaviour")
      }
      return Behaviour(
        id: fields[0], area: fields[1], tier: tier, statement: fields[3],
        unobservable: fields.count == 5 ? fields[4] : nil)
    }
  }
}
