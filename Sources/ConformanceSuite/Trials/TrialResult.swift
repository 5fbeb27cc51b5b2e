/// What became of one trial on one backend, before it is judged.
struct TrialResult {
  var ending: RunResult.Ending
  var steps: [TrialLog.Step] = []
  var missing: [String] = []
  var leaks: [String] = []
  var complaint = ""
  var nanoseconds: UInt64 = 0
}

/// A worker's answer.
struct TrialReply: Codable {
  var steps: [TrialLog.Step] = []
  var missing: [String] = []
  var leaks: [String] = []
  var nanoseconds: UInt64 = 0
  var failure: String?
}
