internal import Foundation

extension ExplanationReport {
  /// The explanations in the JSON format that docs/explain.md describes.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // The types are plain values without floating-point numbers, the one thing that JSON can refuse.
    guard let data = try? encoder.encode(self) else { preconditionFailure("a report is always encodable") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
