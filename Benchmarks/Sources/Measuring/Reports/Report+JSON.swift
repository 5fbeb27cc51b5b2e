public import Foundation

extension Report {
  /// The figures as JSON (docs/cost.md has the schema), with a newline at the end.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let encoded = Encoded(
      schema: 1, machine: machine, strict: isStrict, holds: holds,
      figures: figures.map { figure in
        Encoded.Figure(
          workload: figure.workload, operation: figure.operation,
          implementation: figure.implementation, variant: figure.variant, measure: figure.measure,
          value: figure.value, ratio: figure.ratio, reference: figure.reference, limit: figure.limit,
          holds: figure.holds, decides: decides(figure))
      })
    return try encoder.encode(encoded) + Data("\n".utf8)
  }

  private struct Encoded: Encodable {
    var schema: Int
    var machine: Machine
    var strict: Bool
    var holds: Bool
    var figures: [Figure]

    struct Figure: Encodable {
      var workload: String
      var operation: String
      var implementation: Implementation
      var variant: String?
      var measure: Measuring.Figure.Measure
      var value: Spread
      var ratio: Spread?
      var reference: String?
      var limit: Double?
      var holds: Bool?
      var decides: Bool
    }
  }
}
