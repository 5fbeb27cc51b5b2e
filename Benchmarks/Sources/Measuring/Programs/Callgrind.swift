internal import Foundation

/// Counts user instructions with valgrind's callgrind.
public struct Callgrind {
  private let valgrind: Tool
  // Without debug information, which old versions of valgrind do not understand in Swift's programs.
  private let copies: StrippedCopies

  /// The version that valgrind gives.
  public let version: String

  /// Finds the tools.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if valgrind or strip is not there.
  public init() throws {
    valgrind = try Tool("valgrind", remedy: "apt-get install valgrind")
    copies = try StrippedCopies()
    version = try valgrind.run(["--version"]).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The instructions of one operation: the difference between two lengths of a run, so that start and end of
  /// the program do not count.
  ///
  /// It is counted twice; the result is the mean.
  ///
  /// - Parameters:
  ///   - operations: How many more the long run does.
  ///   - tolerance: By which part of the greater the two counts may differ; half an instruction is always
  ///     allowed.
  /// - Throws: ``MeasuringError`` if a program fails, or the two counts do not agree.
  public func instructionsPerOperation(
    _ short: ProgramCommand, _ long: ProgramCommand, operations: Int, tolerance: Double = 0.002
  ) throws -> Double {
    let counts = try (0..<2).map { _ in
      Self.difference(try instructions(short), try instructions(long), operations: operations)
    }
    guard Self.agree(counts, tolerance: tolerance) else {
      throw MeasuringError.disagreeing(command: "\(long)", counts: counts)
    }
    return counts.reduce(0, +) / Double(counts.count)
  }

  /// The instructions of one whole run.
  private func instructions(_ command: ProgramCommand) throws -> UInt64 {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"]
    let copy = try copies.path(of: command.path)
    let errors = try valgrind.runWithErrors(options + [copy] + command.arguments).errors
    guard let count = Self.instructions(inReport: errors) else {
      throw MeasuringError.unreadable(command: "valgrind \(command)", output: String(errors.suffix(400)))
    }
    return count
  }
}

extension Callgrind {
  /// The count in the line `==123== Collected : 456` of callgrind's report.
  static func instructions(inReport report: String) -> UInt64? {
    for line in report.split(separator: "\n") {
      guard let colon = line.firstRange(of: "Collected : ") else { continue }
      return UInt64(line[colon.upperBound...].prefix { $0.isNumber })
    }
    return nil
  }

  /// The instructions of one operation, from the counts of two lengths.
  static func difference(_ short: UInt64, _ long: UInt64, operations: Int) -> Double {
    (Double(long) - Double(short)) / Double(operations)
  }

  /// Whether counts of the same work agree within half an instruction or a part of the greatest.
  static func agree(_ counts: [Double], tolerance: Double = 0.002) -> Bool {
    guard let least = counts.min(), let greatest = counts.max() else { return true }
    return greatest - least <= max(0.5, greatest * tolerance)
  }
}
