extension Report {
  /// Reads a report that was written as JSON.
  ///
  /// - Throws: ``CatalogueError`` if the file cannot be read or is no report of this format.
  public init(file: String) throws(CatalogueError) {
    self = try ReportFile.read(Report.self, of: "run", from: file)
  }
}

extension ExplorationReport {
  /// Reads a report that was written as JSON.
  ///
  /// - Throws: ``CatalogueError`` if the file cannot be read or is no report of this format.
  public init(file: String) throws(CatalogueError) {
    self = try ReportFile.read(ExplorationReport.self, of: "explore", from: file)
    guard hasPlausibleNumbers else {
      throw .notAReport(file, of: "explore", "a value is not what docs/report-schema.md says")
    }
  }

  /// Whether the numbers are such as a campaign comes to, so that some of them can be added up.
  private var hasPlausibleNumbers: Bool {
    let counts =
      [programs, states, length, uninspected, size ?? 0] + groups.flatMap { [$0.programs, $0.first] }
      + (enumerated.map { [$0.programs, $0.merged] } ?? [])
    return counts.allSatisfy((0...1_000_000_000_000).contains) && (1e-6...1e12).contains(seconds)
      && shards.isPlausible
  }
}
