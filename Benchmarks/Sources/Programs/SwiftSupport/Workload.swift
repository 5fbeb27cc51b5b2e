internal import Glibc

/// A workload that a program offers on its command line: `PROGRAM WORKLOAD NUMBER...`.
public struct Workload<Body> {
  let name: String
  let numbers: [String]
  let body: Body

  /// Makes a workload from its name, the names of its numbers, and what runs it.
  public init(_ name: String, _ numbers: String..., body: Body) {
    self.name = name
    self.numbers = numbers
    self.body = body
  }

  /// Finds the workload that the words of a command line ask for, and its numbers.
  ///
  /// For `version` it prints that and ends the program. For words that ask for nothing offered it says
  /// what is, and ends the program with status 64.
  public static func chosen(
    by words: some Collection<String>, from offers: [Workload], version: String
  ) -> (body: Body, numbers: [Int]) {
    if words.elementsEqual(["version"]) {
      print(version)
      exit(0)
    }
    let numbers = words.dropFirst().compactMap { Int($0) }.filter(range.contains)
    for offer in offers where offer.name == words.first {
      if numbers.count == offer.numbers.count, words.count == numbers.count + 1 {
        return (offer.body, numbers)
      }
    }
    let usages = ["version"] + offers.map { ([$0.name] + $0.numbers).joined(separator: " ") }
    fail("usage: \(usages.joined(separator: " | ")); numbers are 1 to \(range.upperBound)", status: 64)
  }

  private static var range: ClosedRange<Int> { 1...100_000_000 }
}

/// Ends the program with a message.
public func fail(_ message: String, status: CInt = 1) -> Never {
  let line = "\(CommandLine.arguments.first ?? ""): \(message)\n"
  _ = write(STDERR_FILENO, line, line.utf8.count)
  exit(status)
}
