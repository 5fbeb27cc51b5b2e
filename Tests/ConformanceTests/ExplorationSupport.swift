import Foundation

@testable import ConformanceSuite

extension Scenario {
  /// Reads a scenario from steps on one line, with semicolons between them.
  static func line(_ line: String, batchCapacity: Int? = nil) throws -> Scenario {
    try .steps(line.split(separator: "; ").joined(separator: "\n"), batchCapacity: batchCapacity)
  }

  /// The steps on one line, without what they are expected to lead to.
  var line: String { steps.map(\.written).joined(separator: "; ") }

  /// The scenario as it is read back from what is written of it.
  func readBack() throws -> Scenario {
    try ScenarioParser.parse(text(), id: id, file: "written anew")
  }
}

extension Step {
  /// The step without where it stands and how it was written.
  var content: Step {
    var copy = self
    copy.line = 0
    copy.text = ""
    return copy
  }
}

extension ProgramGenerator {
  /// The first programs of a block.
  static func programs(
    _ count: Int, seed: UInt64 = 1, block: Int = 0, of alphabet: Alphabet = .all, length: Int = 8
  ) -> [Program] {
    var generator = ProgramGenerator(seed: seed, block: block, alphabet: alphabet, length: length)
    return (0..<count).map { _ in generator.next() }
  }
}

extension WorkerProgram {
  /// The worker of the native loop with a fault.
  static func mutant(_ id: String) -> WorkerProgram {
    WorkerProgram(
      backend: "mutant:\(id)", executable: CommandRun.products.appendingPathComponent("conformance").path,
      advice: "")
  }

  /// The worker of plain libuv.
  static var plainLibuv: WorkerProgram {
    WorkerProgram(
      backend: "uv-raw", executable: CommandRun.products.appendingPathComponent("conformance-uv").path,
      advice: "")
  }
}
