internal import EventLoopAPI
internal import FoundationEssentials

/// What is written to a file of divergences.
struct DivergenceFile: Encodable {
  private var schema = 1
  private var primary: String
  private var shadow: String
  private var counts: CrossCheckCounts
  private var divergences: [Divergence]

  init(
    primary: BackendIdentity, shadow: BackendIdentity, counts: CrossCheckCounts, divergences: [Divergence]
  ) {
    self.primary = "\(primary.name) on \(primary)"
    self.shadow = "\(shadow.name) on \(shadow)"
    self.counts = counts
    self.divergences = divergences
  }

  /// Writes the file anew, and puts it in its place when it is complete.
  func write(to path: String) throws(SaveError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(self) else {
      preconditionFailure("names and whole numbers can be encoded")
    }
    try TextFile.write(String(decoding: json, as: UTF8.self), to: path)
  }
}
