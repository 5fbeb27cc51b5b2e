/// What a trial has done and seen, step by step.
struct TrialLog: Codable {
  /// One thing that was done or seen.
  struct Step: Codable, Hashable {
    /// What was done.
    var text: String

    /// What may be seen: any of these is right.
    var allowed: [String]

    /// What was seen; of several rounds all that was seen, what is not allowed first.
    var observed: String

    /// Whether something was seen that is not allowed.
    var differs: Bool
  }

  private(set) var steps: [Step] = []

  /// What the trial needs and there is not here.
  private(set) var missing: [String] = []

  /// Says that the trial cannot be made here, for lack of something; it is then unsupported.
  mutating func lacks(_ need: String) {
    missing.append(need)
  }

  /// Writes down what was done and succeeded.
  mutating func did(_ text: String) {
    see(text, "done", in: ["done"])
  }

  /// Writes down what was seen, and what is right.
  mutating func see(_ text: String, _ observed: String, is expected: String) {
    see(text, observed, in: [expected])
  }

  /// Writes down what was seen, and all that would be right.
  mutating func see(_ text: String, _ observed: String, in allowed: [String]) {
    steps.append(
      Step(text: text, allowed: allowed, observed: observed, differs: !allowed.contains(observed)))
  }

  /// Writes down what was seen in many rounds, each of which must have led to something that is right.
  ///
  /// What is right is not counted, as it differs from run to run. That no round came about, as with threads
  /// that never sleep, is a difference.
  mutating func see(_ text: String, inRounds rounds: [String], _ allowed: [String]) {
    let wrong = rounds.isEmpty ? ["no round came about"] : rounds.filter { !allowed.contains($0) }
    let text = "\(text), \(rounds.count) rounds"
    guard let first = wrong.first else {
      return steps.append(
        Step(text: text, allowed: allowed, observed: allowed.joined(separator: " or "), differs: false))
    }
    steps.append(Step(text: text, allowed: allowed, observed: first, differs: true))
  }
}
