internal import Foundation

/// Counts user instructions with valgrind's callgrind.
public struct Callgrind {
  private let valgrind: String
  private let strip: String
  private let programs: ProgramSet
  private let copies: TemporaryDirectory

  /// The version that valgrind gives.
  public let version: String

  /// Finds the tools.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if valgrind or strip is not there.
  public init(_ programs: ProgramSet) throws {
    guard let valgrind = Command.find("valgrind") else {
      throw MeasuringError.missing("valgrind", remedy: "apt-get install valgrind")
    }
    guard let strip = Command.find("strip") else {
      throw MeasuringError.missing("strip", remedy: "apt-get install binutils")
    }
    self.valgrind = valgrind
    self.strip = strip
    self.programs = programs
    copies = try TemporaryDirectory()
    version = try Command.run(valgrind, ["--version"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The instructions of one operation: the difference between two lengths, so that start and end of the
  /// program do not count.
  ///
  /// It is counted twice; the result is the mean.
  ///
  /// - Throws: ``MeasuringError`` if a program fails, or the two counts do not agree.
  public func instructionsPerOperation(
    _ workload: Workload, on implementation: Implementation, lengths: (Int, Int)
  ) throws -> Double {
    let counts = try (0..<2).map { _ in
      let short = try instructions(workload, on: implementation, length: lengths.0)
      let long = try instructions(workload, on: implementation, length: lengths.1)
      return Self.difference(short, long, operations: lengths.1 - lengths.0)
    }
    guard Self.agree(counts) else {
      let command =
        [implementation.program] + implementation.leadingArguments + [workload.name]
        + workload.numbers.map(String.init)
      throw MeasuringError.disagreeing(command: command.joined(separator: " "), counts: counts)
    }
    return counts.reduce(0, +) / Double(counts.count)
  }

  /// The instructions of one whole run.
  private func instructions(
    _ workload: Workload, on implementation: Implementation, length: Int
  ) throws -> UInt64 {
    let arguments = implementation.leadingArguments + workload.arguments(length: length)
    let path = try strippedCopy(of: implementation)
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"]
    let errors = try Command.run(valgrind, options + [path] + arguments).errors
    guard let count = Self.instructions(inReport: errors) else {
      throw MeasuringError.unreadable(
        command: "valgrind \(implementation.program)", output: String(errors.suffix(400)))
    }
    return count
  }

  /// A copy without debug information, which old versions of valgrind do not understand in Swift's programs.
  private func strippedCopy(of implementation: Implementation) throws -> String {
    let copy = copies.path(implementation.program)
    if !FileManager.default.fileExists(atPath: copy) {
      _ = try Command.run(strip, ["-o", copy, programs.path(of: implementation)])
    }
    return copy
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

  /// Whether counts of the same work agree within half an instruction or 0.2 %.
  static func agree(_ counts: [Double]) -> Bool {
    guard let least = counts.min(), let greatest = counts.max() else { return true }
    return greatest - least <= max(0.5, greatest * 0.002)
  }
}
