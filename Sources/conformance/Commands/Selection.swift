import ArgumentParser
import ConformanceSuite

/// Which scenarios run on which backends.
struct Selection: ParsableArguments {
  @Argument(
    help: """
      Ids (edge/partial-read-is-silent), globs (edge/*) or files of your own (./mine.scenario); all scenarios if none is given.
      """)
  var scenarios: [String] = []

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

  /// Runs the scenarios and shows progress on a terminal.
  func run() throws -> Report {
    let catalogue = try Status.reporting { try Catalogue() }
    let backends = KnownBackend.allCases.map(\.rawValue)
    let declared = try Status.reporting {
      try ledger.map { try Ledger(directory: $0, backends: backends) } ?? Ledger()
    }
    let selected = try Status.reporting { try catalogue.select(scenarios) }
    var suite = Suite(catalogue, declared)
    suite.timeLimit = .seconds(timeLimit)
    let line = ProgressLine()
    defer { line.clear() }
    return try Status.reporting {
      try suite.run(selected, on: backend.backends.map(\.program)) { progress in
        line.show("\(progress.done)/\(progress.total)  \(progress.backend)  \(progress.scenario)")
      }
    }
  }
}

/// Backends by name, separated by commas.
struct BackendList: ExpressibleByArgument {
  static let all = BackendList(backends: KnownBackend.allCases)

  var backends: [KnownBackend]

  private init(backends: [KnownBackend]) {
    self.backends = backends
  }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let backends = names.compactMap(KnownBackend.init(rawValue:))
    guard backends.count == names.count, Set(names).count == names.count else { return nil }
    self.backends = backends
  }

  var defaultValueDescription: String { KnownBackend.names }
}

/// The backends that the command comes with.
enum KnownBackend: String, CaseIterable {
  case epoll
  case uv
  case uvRaw = "uv-raw"

  static var names: String { allCases.map(\.rawValue).joined(separator: ",") }

  /// The program that runs scenarios on it.
  var program: WorkerProgram {
    switch self {
    case .epoll: .thisProgram(rawValue)
    case .uv, .uvRaw:
      .besideThisProgram(
        "conformance-uv", backend: rawValue,
        advice: "it needs libuv (apt-get install libuv1-dev) and the program conformance-uv (swift build), "
          + "or choose others by --backend epoll")
    }
  }
}
