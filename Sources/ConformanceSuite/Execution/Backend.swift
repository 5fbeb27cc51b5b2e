public import EventLoopAPI

/// A loop that the suite can run scenarios on.
public struct Backend: Sendable {
  /// The name, version and capabilities of the loop.
  public struct Description: Hashable, Sendable {
    /// The name and version.
    public var identity: BackendIdentity

    /// What the loop offers.
    public var capabilities: Capabilities
  }

  /// The name by which commands and reports know it.
  public let name: String

  private let describeLoop: @Sendable () throws(LoopError) -> Description
  private let runScenario: @Sendable (Scenario, _ watchesMemory: Bool) throws(LoopError) -> RunResult
  private let runTrial: @Sendable (any LoopTrial.Type, inout TrialLog) throws -> Void
  private let serveClients: @Sendable (any EchoServer.Type, _ listener: CInt, _ tally: CInt) throws -> Void

  /// Makes a backend of a loop's type and the settings to make it with.
  public init<Loop: EventLoop & ~Copyable & SendableMetatype>(
    _ name: String, _ type: Loop.Type, configuration: Loop.Configuration = .init()
  ) {
    self.name = name
    describeLoop = { () throws(LoopError) in
      let loop = try Loop(configuration)
      return Description(identity: loop.identity, capabilities: loop.capabilities)
    }
    runScenario = { (scenario, watchesMemory) throws(LoopError) in
      try ScenarioExecution<Loop>.run(scenario, configuration, watchesMemory: watchesMemory)
    }
    runTrial = { (trial, log) in try trial.run(on: Loop.self, configuration, &log) }
    serveClients = { (server, listener, tally) in
      try server.serve(listener, on: try Loop(configuration), tally: tally)
    }
  }

  /// Makes a loop and asks it what it is.
  ///
  /// - Throws: `LoopError` of operation `create`.
  public func describe() throws(LoopError) -> Description {
    try describeLoop()
  }

  /// Runs a scenario in this process, and returns what each step led to; nil for a step that was never done.
  ///
  /// A loop that aborts or hangs takes the process with it: the ``Suite`` runs scenarios in worker processes.
  ///
  /// - Throws: `LoopError` of operation `create`.
  public func run(_ scenario: Scenario) throws(LoopError) -> [Outcome?] {
    try runScenario(scenario, false).outcomes
  }

  /// Runs a trial in this process, and writes down what it does and sees.
  func run(_ trial: any LoopTrial.Type, _ log: inout TrialLog) throws {
    try runTrial(trial, &log)
  }

  /// Runs a server in this process, without end.
  func serve(_ listener: CInt, by server: any EchoServer.Type, tally: CInt) throws {
    try serveClients(server, listener, tally)
  }

  /// Runs a scenario as ``run(_:)`` does, and says also whether the loop takes more memory with every turn.
  ///
  /// Nothing else may go on in the process: its memory would look like the loop's.
  func result(of scenario: Scenario) throws(LoopError) -> RunResult {
    try runScenario(scenario, true)
  }
}
