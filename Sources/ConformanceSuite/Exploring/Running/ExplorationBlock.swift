/// Some programs of a campaign: what a worker is asked to make and to run at a time.
struct ExplorationBlock: Codable, Sendable {
  /// The campaign's seed.
  var seed: UInt64

  /// The block's number in the campaign.
  var number: Int

  /// How many programs it has.
  var programs: Int

  /// How many steps a program has.
  var length: Int

  /// The names of the alphabet's sets.
  var letters: [String]

  /// How long a program may take, in milliseconds.
  var timeLimit: Int

  /// When to leave what was not run by then; nil to run them all.
  ///
  /// All processes of a machine have this clock in common.
  var deadline: ContinuousClock.Instant?

  /// How many of the first programs are made, and not run.
  var skipped = 0

  /// Whether it is enough to find something.
  var stopsAtFinding = false
}

/// What became of a block.
struct ExplorationBlockReply: Codable, Sendable {
  var findings: [Finding] = []

  /// How many programs were run.
  var programs = 0
  var coverage = ExplorationCoverage()
  var failure: String?
}

/// A program on which a backend did what neither the model does nor the contract leaves open.
struct Finding: Codable, Sendable {
  /// The program's place in its block, or its number in an exhaustive search.
  var program: Int

  /// The program as a scenario's text.
  var source: String

  /// What each step led to, if it came to its end.
  var outcomes: [String?] = []

  /// What was open after it and not before it.
  var leaks: [String] = []

  /// The signal or the status that it ended with; nil if it came to its end, or was stopped.
  var crash: String?

  /// Whether it was stopped after the time allowed.
  var isTimedOut = false
}

extension Finding {
  /// The program, of which the model says all that is to be seen.
  ///
  /// - Throws: ``ScenarioError`` if the program was written wrongly.
  func scenario(id: String) throws(ScenarioError) -> Scenario {
    var scenario = try ScenarioParser.parse(source, id: id, file: id)
    for place in scenario.steps.indices { scenario.steps[place].expected = [] }
    return scenario
  }

  /// The finding as the suite's runs have it.
  var result: RunResult {
    if isTimedOut { return RunResult(.timedOut) }
    if let crash { return RunResult(.crashed(crash)) }
    return RunResult(.finished, outcomes: outcomes.map { $0.map(Outcome.init(text:)) }, leaks: leaks)
  }
}
