import ArgumentParser
import ConformanceSuite

/// On which backends scenarios run, by which ledger, and for how long.
struct RunningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The backends, separated by commas: \(KnownBackend.names).", valueName: "names"))
  var backend: BackendList = .all

  @Option(
    help: ArgumentHelp("Declared differences to use instead of the shipped ones.", valueName: "directory"))
  var ledger: String?

  @Option(help: ArgumentHelp("The seconds that one scenario may take.", valueName: "seconds"))
  var timeLimit: Int = 10

  func validate() throws {
    guard (1...3600).contains(timeLimit) else {
      throw ValidationError("--time-limit must be 1 to 3600 seconds")
    }
  }

  /// The backends' workers.
  var programs: [WorkerProgram] { backend.backends.map(\.program) }

  /// The suite, with the ledger that was asked for.
  func suite() throws -> Suite {
    let catalogue = try Status.reporting { try Catalogue() }
    let backends = KnownBackend.allCases.map(\.rawValue)
    let declared = try Status.reporting {
      try ledger.map { try Ledger(directory: $0, backends: backends) } ?? Ledger()
    }
    var suite = Suite(catalogue, declared)
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
