/// What a worker says first: who it is, or why it cannot serve.
struct WorkerHello: Codable {
  var name: String
  var mechanism = ""
  var version = ""
  var capabilities: [String: String] = [:]
  var timerResolutionNanoseconds: Int64 = 0
  var questions: [[String]] = []
  var failure: String?
}

/// What a backend's worker is asked for.
enum WorkerRequest: Codable {
  /// One scenario to run.
  case scenario(id: String, source: String)

  /// One trial to run.
  case trial(id: String)

  /// One claim to try.
  case claim(id: String)

  /// One program to run in a child, which may take so many milliseconds; answered as a block is.
  case program(source: String, timeLimit: Int)

  /// A block of generated programs to run.
  case block(ExplorationBlock)

  /// The next portion of an exhaustive search, which begins with the first request for it.
  case part(ExhaustivePart)
}

/// What became of it.
struct WorkerReply: Codable {
  var outcomes: [String?] = []
  var leaks: [String] = []
  var nanoseconds: UInt64 = 0
  var failure: String?
}

/// What a probe was told of a state, or why that could not be made.
struct ProbeReply: Codable {
  var answers: [ProbeReport.Answer] = []
  var refusal: String?
}
