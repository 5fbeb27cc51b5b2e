internal import Foundation

extension Report {
  /// The report in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension ReportComparison {
  /// The comparison in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension ScenarioList {
  /// The list in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension CoverageReport {
  /// The report in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension ProbeReport {
  /// The report in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension ExplorationReport {
  /// The report in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension MutationReport {
  /// The report in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension MutantList {
  /// The list in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension ClaimReport {
  /// The report in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

extension ClaimList {
  /// The list in the JSON format that docs/report-schema.md describes.
  public var json: String { JSONText.of(self) }
}

/// JSON with sorted keys, one to a line.
private enum JSONText {
  static func of(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // The types are plain values without floating-point numbers, the one thing that JSON can refuse.
    guard let data = try? encoder.encode(value) else { preconditionFailure("a report is always encodable") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
