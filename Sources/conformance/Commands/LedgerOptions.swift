import ArgumentParser
import ConformanceSuite

/// Which differences are declared.
struct LedgerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A directory of files BACKEND.ledger to use instead of the shipped ones, "
        + "whose differences are then undeclared.",
      valueName: "directory"))
  var ledger: String?

  /// The ledger that was asked for.
  func read() throws -> Ledger {
    let backends = KnownBackend.allCases.map(\.rawValue)
    return try Status.reporting {
      try ledger.map { try Ledger(directory: $0, backends: backends) } ?? Ledger()
    }
  }
}
