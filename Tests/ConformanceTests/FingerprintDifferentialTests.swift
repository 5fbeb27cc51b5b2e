import Testing

@testable import ConformanceSuite

/// Random programs on two pairs of like objects: those whose executions have one fingerprint must behave alike.
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

  /// The steps that can come next: each of these on each name, with `x` for the name, and then a wait.
  private static let templates = [
    "write x 1", "read x 1", "drain x", "close x", "register x readable", "register x readable writable edge",
    "register x readable oneShot", "register x writable exclusive", "modify x readable",
    "modify x readable edge",
    "deregister x", "open x = dup b", "open x = eventfd",
  ]

  private static let next = templates.flatMap { template in names.map { step(template, $0) } } + ["wait"]

  private static func step(_ template: String, _ name: String) -> String {
    template.split(separator: " ").map { $0 == "x" ? name : String($0) }.joined(separator: " ")
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
      let opening = ["open a b = \(kind)", "open c d = \(kind)"]
      let steps = opening + program
      let scenario = try Scenario.steps((steps + next).joined(separator: "\n"), batchCapacity: 3)
      self.program = program
      execution = ModelExecution(scenario)
      for index in steps.indices { execution.begin(index) }
    }

    /// What a next step leads to.
    func after(_ index: Int) -> (outcome: String, fingerprint: UInt64) {
      var execution = execution
      let step = execution.steps.count - next.count + index
      execution.begin(step)
      return (execution.outcomes[step]?.description ?? "", execution.fingerprint)
    }
  }

  /// Whether each next step of one, renamed, does the same to the other.
  private func isAlike(_ one: Ended, _ other: Ended, by permutation: [Int]) -> Bool {
    Self.next.indices.allSatisfy { index in
      let isWait = index == Self.next.count - 1
      let (template, name) = index.quotientAndRemainder(dividingBy: Self.names.count)
      let counterpart = isWait ? index : template * Self.names.count + permutation[name]
      let (first, second) = (one.after(index), other.after(counterpart))
      return rename(first.outcome, permutation) == second.outcome && first.fingerprint == second.fingerprint
    }
  }

  private func rename(_ outcome: String, _ permutation: [Int]) -> String {
    outcome.split(separator: " ").map { word in
      for (name, new) in zip(Self.names, permutation) where word.hasPrefix(name + ":") {
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
    for _ in 0..<400 {
      let program = (0..<Int.random(in: 1...6, using: &numbers)).map { _ in
        // One in five is a wait.
        Int.random(in: 0..<5, using: &numbers) == 0
          ? "wait" : Self.next[Int.random(in: 0..<Self.next.count, using: &numbers)]
      }
      let ended = try Ended(kind, program)
      guard let other = first.updateValue(ended, forKey: ended.execution.fingerprint),
        other.program != program
      else { continue }
      compared += 1
      let isAlike = Self.permutations.contains { self.isAlike(other, ended, by: $0) }
      #expect(isAlike, "\(other.program) and \(program)")
    }
    #expect(compared > 20)
  }
}
