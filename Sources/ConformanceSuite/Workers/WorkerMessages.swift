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

/// One scenario to run.
struct WorkerRequest: Codable {
  var id: String
  var source: String
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
