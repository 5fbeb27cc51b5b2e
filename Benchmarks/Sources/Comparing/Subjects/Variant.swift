public import Measuring

/// A benchmark in one of its sizes.
public struct Variant: Hashable, Sendable {
  /// What tells it from the others, such as `100 pairs, all active`.
  public let label: String

  /// Its size, where the benchmark is plotted against one.
  public let size: Int?

  /// What is run.
  public let subject: Subject

  /// How long one run is.
  public let length: Length

  /// Who takes part.
  public let contestants: [Implementation]

  /// The two lengths between which instructions and system calls are counted; nil where they are not the same
  /// on each run.
  public let counted: CountedLengths?

  /// Whether it belongs to the quick run as well.
  public let isQuick: Bool

  init(
    _ label: String, size: Int? = nil, _ subject: Subject, _ length: Length, by contestants: [Implementation],
    counted: CountedLengths? = nil, isQuick: Bool = true
  ) {
    self.label = label
    self.size = size
    self.subject = subject
    self.length = length
    self.contestants = contestants
    self.counted = counted
    self.isQuick = isQuick
  }
}
