/// All figures of one run.
public struct Report: Hashable, Sendable {
  /// Where they were measured.
  public let machine: Machine

  /// The figures, those of one workload and measure together.
  public let figures: [Figure]

  /// Whether a limit on time decides as well as one on instructions.
  public let isStrict: Bool

  /// Makes a report.
  public init(machine: Machine, figures: [Figure], isStrict: Bool) {
    self.machine = machine
    self.figures = figures
    self.isStrict = isStrict
  }

  /// Whether the limit of a figure decides about the whole.
  public func decides(_ figure: Figure) -> Bool {
    figure.limit != nil && (isStrict || figure.measure == .instructions)
  }

  /// Whether every limit that decides is kept.
  public var holds: Bool {
    figures.allSatisfy { !decides($0) || $0.holds == true }
  }
}
