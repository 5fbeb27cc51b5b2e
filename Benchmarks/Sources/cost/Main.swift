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
      or a program is missing, 70 if something could not be measured.
      """
  )

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

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("--rounds must be greater than 0.") }
    guard !(quick && strict) else {
      throw ValidationError("--quick takes no times, so --strict has nothing to decide on.")
    }
  }

  func run() throws {
    if let output {
      // Said now, not after minutes of measuring.
      let directory = URL(fileURLWithPath: output).deletingLastPathComponent().path
      guard FileManager.default.isWritableFile(atPath: directory) else {
        throw failure("the report cannot be written: \(directory) is not writable", status: 74)
      }
    }
    let report: Report
    do {
      report = try measure()
    } catch let error as MeasuringError {
      throw failure("\(error)", status: error.status)
    }
    try write(report)
    if !report.holds { throw ExitCode(1) }
  }

  private func measure() throws -> Report {
    let implementations: [Implementation] =
      quick ? Implementation.allCases.filter { $0 != .libevent && $0 != .libev } : Implementation.allCases
    let programs = try ProgramSet(directory: programs, implementations: implementations)
    let callgrind = try Callgrind(programs)
    let progress = Progress()
    defer { progress.end() }
    var figures = try InstructionFigures(callgrind, implementations, progress).all()
    if !quick {
      figures += try TimeFigures(programs, rounds: rounds, progress).all()
    }
    let versions = try [callgrind.version] + implementations.map(programs.version)
    return Report(machine: .current(versions: versions.unique), figures: figures, isStrict: strict)
  }

  private func write(_ report: Report) throws {
    let isTerminal = output == nil && isatty(STDOUT_FILENO) == 1
    let wantsColour = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    let data =
      switch format {
      case .text: Data(report.text(isTerminal && wantsColour ? .coloured : .plain).utf8)
      case .json: try report.json()
      }
    do {
      if let output {
        try data.write(to: URL(fileURLWithPath: output))
      } else {
        try FileHandle.standardOutput.write(contentsOf: data)
      }
    } catch {
      throw failure("the report cannot be written: \(error.localizedDescription)", status: 74)
    }
  }

  private func failure(_ message: String, status: Int32) -> ExitCode {
    try? FileHandle.standardError.write(contentsOf: Data("cost: \(message)\n".utf8))
    return ExitCode(status)
  }
}

extension MeasuringError {
  /// The exit status that stands for it (sysexits.h).
  fileprivate var status: Int32 {
    switch self {
    case .missing: 69
    case .failed, .unreadable, .disagreeing: 70
    }
  }
}

extension [String] {
  /// The elements without repetitions.
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
