/// Which behaviours are shown by which scenarios; its coding is part of docs/report-schema.md.
public struct CoverageReport: Codable, Sendable {
  /// The version of the format.
  public var schema = 1

  /// The behaviours in the order of their areas.
  public var behaviours: [Behaviour]

  /// Looks for what a catalogue's scenarios cite.
  ///
  /// - Throws: ``CatalogueError`` if the list of behaviours is missing.
  public init(_ catalogue: Catalogue) throws {
    let cited =
      catalogue.scenarios.map { ($0.id, $0.citations) } + catalogue.trials.map { ($0.id, $0.citations) }
    var scenarios: [String: [String]] = [:]
    for (id, citations) in cited {
      for citation in citations where citation.hasPrefix("row:") {
        scenarios[String(citation.dropFirst(4)), default: []].append(id)
      }
    }
    behaviours = try Behaviour.all()
    for place in behaviours.indices {
      behaviours[place].scenarios = scenarios[behaviours[place].id, default: []].sorted()
    }
  }

  /// Whether every behaviour is shown, or there is a reason why it cannot be.
  public var isComplete: Bool { behaviours.allSatisfy(\.isAccountedFor) }
}
