/// What a program has timed: operations of one name, and the time that all of them took.
public struct Timing: Hashable, Sendable {
  /// The name of the operation.
  public let operation: String

  /// The time of all operations together.
  public let nanoseconds: Double

  /// The number of operations.
  public let operations: Double

  /// The time of one operation in nanoseconds.
  public var nanosecondsPerOperation: Double { nanoseconds / operations }

  /// Reads the line that a program prints, such as `event 1523000 1000`; nil if it is none.
  init?(line: some StringProtocol) {
    let words = line.split(separator: " ")
    guard words.count == 3, let nanoseconds = UInt64(words[1]), let operations = UInt64(words[2]),
      operations > 0
    else { return nil }
    operation = String(words[0])
    self.nanoseconds = Double(nanoseconds)
    self.operations = Double(operations)
  }

  /// Reads all lines of a program's output; nil if any of them is no timing, or there is none.
  static func all(in output: String) -> [Timing]? {
    let lines = output.split(separator: "\n")
    let timings = lines.compactMap { Timing(line: $0) }
    return timings.isEmpty || timings.count < lines.count ? nil : timings
  }
}
