import ArgumentParser
import ConformanceSuite

/// On which backends scenarios run, for how long, and by which ledger.
struct RunningOptions: ParsableArguments {
  @OptionGroup var workers: WorkerOptions

  @Option(
    help: ArgumentHelp("Declared differences to use instead of the shipped ones.", valueName: "directory"))
  var ledger: String?

  /// The suite, with the ledger that was asked for.
  func suite() throws -> Suite {
    let backends = KnownBackend.allCases.map(\.rawValue)
    return try workers.suite(
      Status.reporting {
        try ledger.map { try Ledger(directory: $0, backends: backends) } ?? Ledger()
      })
  }
}
