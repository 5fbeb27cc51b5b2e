import Testing

@testable import ConformanceSuite

/// Random programs on two pairs of like objects: those whose executions have one fingerprint must behave
/// alike.
@Suite("Fingerprints of random programs")
struct FingerprintDifferentialTests {
  /// A generator whose numbers are the same in every run (SplitMix64).
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      return word ^ word >> 31
    }
  }

  private static let names = ["a", "b", "c", "d"]

  /// The steps that can come next: each of these on each name, with `x` for the name and `new` for one that
  /// was not used before, and then a wait.
  private static let templates = [
    "write x 1", "read x 1", "drain x", "close x", "register x readable", "register x readable writable edge",
    "register x readable oneShot", "register x writable exclusive", "modify x readable",
    "modify x readable edge",
    "deregister x", "open new = dup x", "open new = eventfd reusing x", "open new = eventfd",
  ]

  private static let next = templates.flatMap { template in names.map { step(template, $0) } } + ["wait"]

  private static func step(_ template: String, _ name: String) -> String {
    template.split(separator: " ").map { $0 == "x" ? name : String($0) }.joined(separator: " ")
  }

  /// A random program; the language refuses to change a registration that was never made.
  private static func program(_ numbers: inout Numbers) -> [String] {
    var program: [String] = []
    var registered: Set<Substring> = []
    for _ in 0..<Int.random(in: 1...8, using: &numbers) {
      let isWait = Int.random(in: 0..<5, using: &numbers) == 0
      let step = isWait ? "wait" : next[Int.random(in: 0..<next.count, using: &numbers)]
      let words = step.split(separator: " ")
      if words[0] == "register" { registered.insert(words[1]) }
      if ["modify", "deregister"].contains(words[0]), !registered.contains(words[1]) { continue }
      program.append(step)
    }
    return program
  }

  /// Steps with new names in them.
  private static func text(_ steps: [String]) -> String {
    steps.enumerated().map { $1.replacing("new", with: "new-\($0)") }.joined(separator: "\n")
  }

  /// All orders of the names, that in which they stand first.
  private static let permutations: [[Int]] = {
    var result: [[Int]] = [[]]
    for _ in names {
      result = result.flatMap { head in names.indices.filter { !head.contains($0) }.map { head + [$0] } }
    }
    return result
  }()

  /// An execution of a program, and all next steps behind it, which were not done.
  private struct Ended {
    var program: [String]
    var execution: ModelExecution

    init(_ kind: String, _ program: [String]) throws {
      let steps = ["open a b = \(kind)", "open c d = \(kind)"] + program
      let scenario = try Scenario.steps(FingerprintDifferentialTests.text(steps + next), batchCapacity: 3)
      self.program = program
      execution = ModelExecution(scenario)
      for index in steps.indices { execution.begin(index) }
    }

    /// What each next step leads to.
    func results() -> [(outcome: String, fingerprint: UInt64)] {
      next.indices.map { index in
        var execution = execution
        let step = execution.steps.count - next.count + index
        execution.begin(step)
        return (execution.outcome(of: step)?.description ?? "", execution.fingerprint)
      }
    }
  }

  /// Whether each next step of one, renamed, does the same to the other.
  ///
  /// Behind a close the fingerprints may differ: of numbers that are open their order is not in them.
  private func isAlike(
    _ one: [(outcome: String, fingerprint: UInt64)], _ other: [(outcome: String, fingerprint: UInt64)],
    by permutation: [Int]
  ) -> Bool {
    Self.next.indices.allSatisfy { index in
      let isWait = index == Self.next.count - 1
      let (template, name) = index.quotientAndRemainder(dividingBy: Self.names.count)
      let counterpart = isWait ? index : template * Self.names.count + permutation[name]
      return rename(one[index].outcome, permutation) == other[counterpart].outcome
        && (Self.next[index].hasPrefix("close") || one[index].fingerprint == other[counterpart].fingerprint)
    }
  }

  private func rename(_ outcome: String, _ permutation: [Int]) -> String {
    outcome.split(separator: " ").map { word in
      for (name, new) in zip(Self.names, permutation) where word == name || word == name + ":" {
        return Self.names[new] + word.dropFirst(name.count)
      }
      return String(word)
    }.joined(separator: " ")
  }

  @Test("executions with one fingerprint stay alike, step by step", arguments: ["pipe", "unix-stream"])
  func bisimulation(kind: String) throws {
    var numbers = Numbers(state: 7)
    var first: [UInt64: Ended] = [:]
    var compared = 0
    for _ in 0..<120 {
      let program = Self.program(&numbers)
      let ended = try Ended(kind, program)
      guard let other = first.updateValue(ended, forKey: ended.execution.fingerprint),
        other.program != program
      else { continue }
      compared += 1
      let (one, two) = (other.results(), ended.results())
      let isAlike = Self.permutations.contains { self.isAlike(one, two, by: $0) }
      #expect(isAlike, "\(other.program) and \(program)")
    }
    #expect(compared > 20)
  }
}
