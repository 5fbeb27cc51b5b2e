import ArgumentParser
import ConformanceSuite

/// On which backends scenarios run, and for how long.
struct WorkerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The backends, each once, separated by commas: \(KnownBackend.names).", valueName: "names"))
  var backend: BackendList = .all

  @Option(
    help: ArgumentHelp(
      "The seconds that one scenario may take, beside one for each 100 steps.", valueName: "seconds"))
  var timeLimit: Int = 10

  func validate() throws {
    guard (1...3600).contains(timeLimit) else {
      throw ValidationError("--time-limit must be 1 to 3600 seconds")
    }
  }

  /// The backends' workers.
  var programs: [WorkerProgram] { backend.backends.map(\.program) }

  /// The suite of the shipped scenarios, with a ledger.
  func suite(_ ledger: Ledger) throws -> Suite {
    var suite = Suite(try Status.reporting { try Catalogue() }, ledger)
    suite.timeLimit = .seconds(timeLimit)
    return suite
  }

  /// Does something that takes long, and shows how far it is on a terminal.
  func showingProgress<Result>(
    _ body: ((Suite.Progress) -> Void) throws(SuiteError) -> Result
  ) throws -> Result {
    let line = ProgressLine()
    defer { line.clear() }
    return try Status.reporting {
      try body { progress in
        line.show("\(progress.done)/\(progress.total)  \(progress.backend)  \(progress.scenario)")
      }
    }
  }
}
