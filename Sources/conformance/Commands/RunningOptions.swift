import ArgumentParser
import ConformanceSuite

/// On which backends scenarios run, for how long, and by which ledger.
struct RunningOptions: ParsableArguments {
  @OptionGroup var workers: WorkerOptions
  @OptionGroup var ledger: LedgerOptions

  /// The suite, with the ledger that was asked for.
  func suite() throws -> Suite { try workers.suite(ledger.read()) }
}
