import ArgumentParser
import Comparing
import Foundation
import Measuring
import WorkloadSupport

/// The command `bench`.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Compares the loops with hand-written C, libuv, libevent, libev and SwiftNIO.",
    discussion: """
      Every contestant of a benchmark runs in each of the interleaved rounds, on one core. Instructions are \
      counted by valgrind and system calls by strace, where they are the same on each run.

      Exit status: 0 if everything was measured, 64 for a wrong command line, 65 for a file that cannot be \
      read or is no saved comparison, 69 if a tool or a program is missing, 70 if something could not be \
      measured, 74 if a report cannot be written; it is then on the standard output.
      """
  )

  /// What stands before a message about the command line, as before all others.
  static let _errorPrefix = "bench: "

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Flag(help: "Shorter and fewer rounds, fewer sizes, nothing counted: two minutes.")
  var quick = false

  @Option(help: ArgumentHelp("How many rounds to time, after one to warm up.", valueName: "count"))
  var rounds: Int?

  @Option(help: ArgumentHelp("The benchmarks to run, if not all: \(names).", valueName: "name,…"))
  var only: String?

  @Option(help: "The format of the report: text or json.")
  var format = Format.text

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Also write a page in Markdown, and its plots to a directory of the same name.", valueName: "file"))
  var page: String?

  @Option(help: ArgumentHelp("Also write JSON.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Measure nothing: report what was saved as JSON.", valueName: "file"))
  var from: String?

  @Option(
    help: ArgumentHelp("Where the programs are, if not beside this one.", valueName: "directory"))
  var programs: String?

  @Flag(help: "Check the command line and where reports go, and do no more.")
  var check = false

  private static let names = Benchmark.all.map(\.id).joined(separator: ", ")

  func validate() throws {
    if let rounds, rounds <= 0 { throw ValidationError("--rounds must be greater than 0.") }
    if chosen?.isEmpty == true { throw ValidationError("--only names no benchmark.") }
    for name in chosen ?? [] where !Benchmark.all.contains(where: { $0.id == name }) {
      throw ValidationError("There is no benchmark \(name); there are \(Self.names).")
    }
    let files = [output, page, json].compactMap { $0.map { URL(fileURLWithPath: $0).standardizedFileURL } }
    guard Set(files).count == files.count else {
      throw ValidationError("--output, --page and --json name the same file.")
    }
    if let page, URL(fileURLWithPath: page).pathExtension.isEmpty {
      throw ValidationError(
        "--page takes a name with an ending, such as page.md: without it, it is the plots' directory."
      )
    }
    if from != nil, quick || rounds != nil || only != nil || programs != nil {
      throw ValidationError(
        "--from measures nothing, so it takes none of --quick, --rounds, --only, --programs.")
    }
  }

  private var chosen: [String]? {
    only?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func run() throws {
    do {
      let reports = try Reports(text: output, format: format, page: page, json: json)
      let saved = try from.map { try Comparison(file: $0) }
      if check { return }
      let (comparison, failure) = try saved.map { ($0, nil) } ?? measure()
      let failures = [failure].compactMap(\.self) + reports.write(comparison)
      for error in failures.dropLast() { Self.say(error) }
      if let last = failures.last { throw last }
    } catch {
      Self.say(error)
      throw Self.status(of: error)
    }
  }

  private static func say(_ error: any Error) {
    try? FileHandle.standardError.write(contentsOf: Data("\(_errorPrefix)\(error)\n".utf8))
  }

  private static func status(of error: any Error) -> ExitCode {
    switch error {
    case let error as MeasuringError: ExitCode(error.status)
    case is SavedComparisonError: ExitCode(EX_DATAERR)
    default: ExitCode(EX_SOFTWARE)
    }
  }
}

extension Bench {
  /// Measures; what was measured before something failed is reported as well.
  private func measure() throws -> (Comparison, failure: MeasuringError?) {
    var benchmarks = Benchmark.all.filter { chosen?.contains($0.id) ?? true }
    if quick { benchmarks = benchmarks.compactMap(\.quick) }
    let contestants = Implementation.allCases.filter { implementation in
      benchmarks.contains { $0.variants.contains { $0.contestants.contains(implementation) } }
    }
    let programs = try ProgramSet(directory: programs, implementations: contestants)
    if !programs.contains(Implementation.embeddedEpollLoop.firstEventProgram) {
      // Not every toolchain can build it.
      benchmarks = benchmarks.map { $0.without(.embeddedEpollLoop) }
    }
    let counters = quick ? nil : try Counters()
    let tools = try SizeTools()
    // Ours are of this package, on the kernel and the libuv that are named anyway.
    let others = contestants.filter { $0.role != .ours }
    let versions = try (counters?.versions ?? []) + others.map(programs.version)
    guard support_keep_to_one_core() == 0 else {
      throw MeasuringError.failed(
        command: "sched_setaffinity", status: 1, message: String(cString: strerror(errno)))
    }
    let settings = Contest.Settings(
      rounds: rounds ?? (quick ? 3 : 11), sample: quick ? 60_000_000 : 200_000_000)
    let progress = TimedProgress()
    defer { progress.end() }
    let contest = try Contest(programs, settings, counters: counters, observe: progress.show)
    progress.total = contest.steps(of: benchmarks)
    var comparison = Comparison(
      date: Date.now.formatted(.iso8601.year().month().day()),
      machine: .current(versions: versions.unique), settings: settings, isQuick: quick)
    do {
      for benchmark in benchmarks {
        comparison.benchmarks.append(try contest.run(benchmark))
      }
      let smallest = benchmarks.first { $0.id == "start" }?.variants.first?.contestants ?? []
      comparison.sizes = try smallest.map { try ProgramSize(of: $0, in: programs, tools) }
      return (comparison, nil)
    } catch let error as MeasuringError {
      return (comparison, error)
    }
  }
}
