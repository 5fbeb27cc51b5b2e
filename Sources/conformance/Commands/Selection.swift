import ArgumentParser
import ConformanceSuite

/// Which scenarios run on which backends.
struct Selection: ParsableArguments {
  @Argument(
    help: """
      Ids (edge/partial-read-is-silent), globs (edge/*) or files of your own (./mine.scenario); all \
      scenarios if none is given.
      """)
  var scenarios: [String] = []

  @OptionGroup var running: RunningOptions

  /// Runs the scenarios and shows progress on a terminal.
  func run() throws -> Report {
    let suite = try running.suite()
    let selected = try Status.reporting { try suite.catalogue.select(scenarios) }
    return try running.workers.showingProgress { show throws(SuiteError) in
      try suite.run(selected, on: running.workers.programs, progress: show)
    }
  }
}

/// Backends by name, separated by commas.
struct BackendList: ExpressibleByArgument {
  static let all = BackendList(backends: KnownBackend.allCases)

  var backends: [KnownBackend]

  /// Whether they were asked for by name.
  var isChosen = false

  private init(backends: [KnownBackend]) {
    self.backends = backends
  }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let backends = names.compactMap(KnownBackend.init(rawValue:))
    guard backends.count == names.count, Set(names).count == names.count else { return nil }
    self.backends = backends
    isChosen = true
  }

  var defaultValueDescription: String { KnownBackend.names }
}

/// The backends that the command comes with.
enum KnownBackend: String, CaseIterable, ExpressibleByArgument {
  case epoll
  case uv
  case uvRaw = "uv-raw"

  static var names: String { allCases.map(\.rawValue).joined(separator: ",") }

  /// What those on libuv need.
  static let needsOfLibuv =
    "it needs libuv (apt-get install libuv1-dev) and the program conformance-uv (swift build)"

  /// The program that runs scenarios on it.
  var program: WorkerProgram {
    switch self {
    case .epoll: .thisProgram(rawValue)
    case .uv, .uvRaw:
      .besideThisProgram(
        "conformance-uv", backend: rawValue,
        advice: Self.needsOfLibuv + ", or choose others by --backend epoll")
    }
  }
}
