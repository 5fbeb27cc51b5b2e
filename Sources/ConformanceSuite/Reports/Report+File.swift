extension Report {
  /// Reads a report that was written as JSON.
  ///
  /// - Throws: ``CatalogueError`` if the file cannot be read or is no report of this format.
  public init(file: String) throws(CatalogueError) {
    self = try ReportFile.read(Report.self, from: file)
  }
}

extension ExplorationReport {
  /// Reads a report that was written as JSON.
  ///
  /// - Throws: ``CatalogueError`` if the file cannot be read or is no report of this format.
  public init(file: String) throws(CatalogueError) {
    self = try ReportFile.read(ExplorationReport.self, from: file)
  }
}
