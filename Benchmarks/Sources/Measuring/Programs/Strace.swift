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
  /// - Parameters:
  ///   - short: The operations of the shorter run.
  ///   - long: The operations of the longer run.
  ///   - command: The command of a run of so many operations, of which the given tool is to run the program
  ///     whose calls count.
  /// - Throws: ``MeasuringError`` if a program fails.
  public func callsPerOperation(
    from short: Int, to long: Int, _ command: (_ length: Int, _ tool: ProgramCommand) -> ProgramCommand
  ) throws -> Double {
    let counts = try [short, long].map { length in try calls { command(length, $0) } }
    return (counts[1] - counts[0]) / Double(long - short)
  }

  /// The calls of one whole run.
  private func calls(_ command: (ProgramCommand) -> ProgramCommand) throws -> Double {
    let directory = try TemporaryDirectory()
    // A server is ended by a signal to the tool, which is to report even so.
    let options = ["--follow-forks", "--summary-only", "--interruptible=waiting"]
    let tool = ProgramCommand(
      path: strace.path, arguments: options + ["--output", directory.path("calls")])
    let traced = command(tool)
    _ = try Command.run(traced)
    let text = try directory.text("calls")
    guard let calls = Self.calls(inReport: text) else {
      throw MeasuringError.unreadable(command: "\(traced)", output: String(text.suffix(400)))
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
