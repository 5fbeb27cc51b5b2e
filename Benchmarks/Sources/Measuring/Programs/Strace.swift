internal import Foundation

/// Counts system calls with strace.
public struct Strace {
  private let strace: Tool

  /// The version that strace gives.
  public let version: String

  /// Finds the tool.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if it is not there.
  public init() throws {
    strace = try Tool("strace", remedy: "apt-get install strace")
    let first = try strace.run(["--version"]).split(separator: "\n").first ?? ""
    // "strace -- version 6.1"
    version = first.replacingOccurrences(of: "-- version ", with: "")
  }

  /// The system calls of one operation, of all threads: the difference between two lengths of a run.
  ///
  /// - Parameter operations: How many more the long run does.
  /// - Throws: ``MeasuringError`` if a program fails.
  public func callsPerOperation(
    _ short: ProgramCommand, _ long: ProgramCommand, operations: Int
  ) throws -> Double {
    (try calls(long) - calls(short)) / Double(operations)
  }

  /// The calls of one whole run.
  private func calls(_ command: ProgramCommand) throws -> Double {
    let directory = try TemporaryDirectory()
    let report = directory.path("calls")
    _ = try strace.run(
      ["--follow-forks", "--summary-only", "--output", report, command.path] + command.arguments)
    let text = try directory.text("calls")
    guard let calls = Self.calls(inReport: text) else {
      throw MeasuringError.unreadable(command: "strace \(command)", output: String(text.suffix(400)))
    }
    return calls
  }

  /// The count in the last line of strace's summary, such as `100.00    0.001    3    1234    5 total`.
  static func calls(inReport report: String) -> Double? {
    guard let line = report.split(separator: "\n").last(where: { $0.hasSuffix(" total") }) else { return nil }
    let words = line.split(separator: " ")
    return words.count >= 5 ? Double(words[3]) : nil
  }
}
