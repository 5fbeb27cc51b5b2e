/// What the kernel itself does in a scenario, for the cases in which somebody contradicts the model.
struct Witness: ~Copyable {
  /// The worker that shows the kernel.
  let program: WorkerProgram

  private let timeLimit: Duration
  private var runner: BackendRunner?
  private var last: (scenario: String, result: RunResult)?

  /// Prepares to ask; nothing is started yet.
  ///
  /// - Parameter program: any worker, as each of them can show the kernel as well.
  init(_ program: WorkerProgram, _ timeLimit: Duration) {
    self.program = WorkerProgram(
      backend: KernelWitness.name, executable: program.executable, advice: program.advice)
    self.timeLimit = timeLimit
  }

  /// What the kernel does; nil if it cannot be asked.
  mutating func result(of scenario: Scenario) -> RunResult? {
    if let last, last.scenario == scenario.id { return last.result }
    do throws(SuiteError) {
      if runner == nil { runner = try BackendRunner(program, timeLimit) }
      guard let result = try runner?.run(scenario), result.ending == .finished else { return nil }
      last = (scenario.id, result)
      return result
    } catch {
      return nil
    }
  }
}
