import ArgumentParser
import ConformanceSuite
import Foundation

/// The exit statuses other than 0, which the README documents.
enum Status: Int32 {
  case undeclared = 1
  case usage = 64
  case unavailable = 69
  case internalError = 70
  case unwritable = 74

  /// What stands before each message.
  static let prefix = "conformance: "

  var code: ExitCode { ExitCode(rawValue) }

  /// Prints one message and throws the exit status.
  func fail(_ message: String) throws -> Never {
    Self.say(message)
    throw code
  }

  /// Prints one message.
  static func say(_ message: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(prefix)\(message)\n".utf8))
  }

  /// Turns what goes wrong in the suite into one message and an exit status.
  static func reporting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as ScenarioError {
      try usage.fail(error.description)
    } catch let error as EmissionError {
      try usage.fail(error.description)
    } catch let error as ProbeError {
      try usage.fail(error.description)
    } catch let error as MutantError {
      try usage.fail(error.description)
    } catch let error as ClaimError {
      try usage.fail(error.description)
    } catch let error as CatalogueError {
      switch error {
      case .missingResources: try unavailable.fail(error.description)
      case .unknown, .inSwift, .unreadable, .missingLedger, .unknownBackend, .notAReport:
        try usage.fail(error.description)
      }
    } catch let error as SuiteError {
      switch error {
      case .unavailable: try unavailable.fail(error.description)
      case .broken: try internalError.fail(error.description)
      }
    }
  }
}
