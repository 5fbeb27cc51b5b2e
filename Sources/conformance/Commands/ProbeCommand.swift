import ArgumentParser
import ConformanceSuite

/// `conformance probe`.
struct ProbeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Shows what this kernel and this libuv report of objects in all kinds of states."
  )

  @Argument(help: "Names of states (pipe/full) or globs (pipe/*); all states if none is given.")
  var states: [String] = []

  @Option(
    help: ArgumentHelp(
      "The tables, separated by commas: \(KnownProbe.names). "
        + "Without it libuv's is left out where libuv is missing.",
      valueName: "names"))
  var table: ProbeList?

  @Option(help: ArgumentHelp("The seconds that one state may take.", valueName: "seconds"))
  var timeLimit: Int = 10

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...3600).contains(timeLimit) else {
      throw ValidationError("--time-limit must be 1 to 3600 seconds")
    }
  }

  func run() throws {
    try output.checkOutput()
    var prober = Prober(try Status.reporting { try ObjectState.select(states) })
    prober.timeLimit = .seconds(timeLimit)
    var tables: [ProbeReport.Table] = []
    var missing: [SuiteError] = []
    for probe in table?.probes ?? KnownProbe.allCases {
      do throws(SuiteError) {
        tables.append(try look(with: probe, prober))
      } catch {
        switch error {
        case .unavailable: missing.append(error)
        case .broken: try Status.internalError.fail(error.description)
        }
      }
    }
    let report = Prober.report(tables)
    if !tables.isEmpty {
      try output.write(json: report.json) { style in ProbeText(report, style).text }
    }
    for error in missing {
      Status.say(error.description)
    }
    if !missing.isEmpty, table != nil || tables.isEmpty { throw Status.unavailable.code }
    if !report.isComplete { throw Status.undeclared.code }
  }

  private func look(
    with probe: KnownProbe, _ prober: Prober
  ) throws(SuiteError) -> ProbeReport.Table {
    let line = ProgressLine()
    defer { line.clear() }
    return try prober.table(by: probe.program) { state in line.show("\(probe.rawValue)  \(state.name)") }
  }
}

/// Probes by name, separated by commas.
struct ProbeList: ExpressibleByArgument {
  var probes: [KnownProbe]

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let probes = names.compactMap(KnownProbe.init(rawValue:))
    guard probes.count == names.count, Set(names).count == names.count else { return nil }
    self.probes = probes
  }
}

/// The probes that the command comes with.
enum KnownProbe: String, CaseIterable {
  case epoll = "epoll_wait"
  case libuv = "uv_poll"

  static var names: String { allCases.map(\.rawValue).joined(separator: ",") }

  /// The program that serves it.
  var program: WorkerProgram {
    switch self {
    case .epoll: .thisProgram(rawValue)
    case .libuv:
      .besideThisProgram(
        "conformance-uv", backend: rawValue,
        advice: KnownBackend.needsOfLibuv + ", or choose the other by --table epoll_wait")
    }
  }
}
