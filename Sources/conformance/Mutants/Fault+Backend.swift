import ConformanceSuite
import Mutants

extension Fault {
  /// The loop with each fault, and `mutant:none` with none.
  static var backends: [Backend] {
    let faultless = Backend(backendName("none"), MutantLoop.self)
    return [faultless]
      + allCases.map { fault in
        Backend(backendName(fault.id), MutantLoop.self, configuration: .init(fault: fault))
      }
  }

  /// All faults as the suite examines them.
  static var mutants: [Mutant] {
    topics.flatMap { topic in
      topic.faults.map { fault, description in
        Mutant(
          id: fault.id, description: description, areas: topic.areas,
          isBeyondPrograms: topic.isBeyondPrograms,
          program: .thisProgram(backendName(fault.id)))
      }
    }
  }

  /// The worker that runs scenarios on the loop with no fault.
  static var faultless: WorkerProgram { .thisProgram(backendName("none")) }

  private static func backendName(_ id: String) -> String { "mutant:\(id)" }
}
