import ArgumentParser
import Foundation
import Measuring

/// The command `cost`.
@main
struct Cost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Compares the cost of the loops with hand-written C, libuv, libevent and libev.",
    discussion: """
      User instructions are counted by valgrind; they are the same on each run, and their limits decide. \
      Times are taken in interleaved rounds and reported; with --strict their limits decide as well.

      Exit status: 0 if every limit that decides holds, 1 if not, 64 for a wrong command line, 69 if a tool \
      or a program is missing, 70 if something could not be measured, 74 if the report cannot be written; \
      it is then on the standard output.
      """
  )

  /// What stands before a message about the command line, as before all others.
  static let _errorPrefix = "cost: "

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Flag(help: "Count instructions only, and not those of libevent and libev; for CI.")
  var quick = false

  @Flag(help: "Let the limits on time decide as well.")
  var strict = false

  @Option(help: ArgumentHelp("How many rounds to time, after one to warm up.", valueName: "count"))
  var rounds = 11

  @Option(help: "The format of the report: text or json.")
  var format = Format.text

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("Where the programs are, if not beside this one.", valueName: "directory"))
  var programs: String?

  @Flag(help: "Check the command line and where the report goes, and do no more.")
  var check = false

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("--rounds must be greater than 0.") }
    guard !(quick && strict) else {
      throw ValidationError("--quick takes no times, so --strict has nothing to decide on.")
    }
  }

  func run() throws {
    do {
      let file = try ReportFile(output)
      if check { return }
      let report = try measure()
      switch format {
      case .text: try file.write(Data(report.text(file.style).utf8))
      case .json: try file.write(try report.json())
      }
      if !report.holds { throw ExitCode(1) }
    } catch let error as MeasuringError {
      try? FileHandle.standardError.write(contentsOf: Data("\(Self._errorPrefix)\(error)\n".utf8))
      throw ExitCode(error.status)
    }
  }

  private func measure() throws -> Report {
    let implementations: [Implementation] =
      CostWorkloads.implementations.filter { !quick || ($0 != .libevent && $0 != .libev) }
    let programs = try ProgramSet(directory: programs, implementations: implementations)
    let callgrind = try Callgrind()
    let progress = Progress()
    defer { progress.end() }
    var figures = try InstructionFigures(programs, callgrind, implementations, progress).all()
    if !quick {
      figures += try TimeFigures(programs, rounds: rounds, progress).all()
    }
    let versions = try [callgrind.version] + implementations.map(programs.version)
    return Report(machine: .current(versions: versions.unique), figures: figures, isStrict: strict)
  }
}
