internal import EpollModel

extension ExplorationReport {
  /// Makes the report of a campaign.
  init(
    _ plan: Exploration, on backend: BackendReport, alphabet: [String], _ state: Campaign.State,
    seconds: Double
  ) {
    self.backend = backend
    self.alphabet = alphabet
    self.seconds = seconds
    environment = .current()
    length = plan.length
    shards = Shards(numbers: [plan.shard.index + 1], count: plan.shard.count)
    programs = state.programs
    uninspected = state.uninspected
    sketch = state.coverage.states
    states = sketch.count
    rules = Rules(state.coverage.rules)
    groups = []
    if case .random(let seed, let count) = plan.programs { (self.seed, size) = (seed, count) }
    if let counts = state.counts.values.max(by: { $0.programs < $1.programs }) {
      states = counts.states
      enumerated = Enumerated(programs: counts.programs, merged: counts.merged)
    }
    groups = state.groups.map { Group($0, of: self) }.sorted()
  }
}

extension ExplorationReport.Group {
  fileprivate init(_ group: DisagreementGroup, of report: ExplorationReport) {
    symptom = group.symptom.text
    programs = group.count
    first = group.program
    isSeenAgain = group.isSeenAgain
    declaration = group.declaration
    let predicted = Oracle().prediction(for: group.minimal)
    expected = predicted.map { $0?.description }
    observed = group.observed.summary
    var written = group.minimal
    written.purpose = "A generated program on which \(report.backend.name) differs: \(group.symptom.text)."
    written.citations = ["man:epoll(7)"]
    for (index, outcome) in predicted.enumerated() {
      written.steps[index].expected = [outcome].compactMap { $0 }
    }
    let environment = report.environment
    let origin =
      report.seed.map { "seed \($0), program \(group.program) of \(report.length) steps" }
      ?? "all programs of up to \(report.length) steps"
    scenario = written.text(comments: [
      "Found by conformance explore, and shrunk as far as it goes.",
      "backend: \(report.backend.name) (\(report.backend.mechanism) \(report.backend.version))",
      "origin: \(origin), of \(report.alphabet.joined(separator: ","))",
      "environment: Linux \(environment.kernel), \(environment.architecture), Swift \(environment.swift)",
      "Linux: \(expected.map { $0 ?? "not done" }.joined(separator: "; "))",
      "\(report.backend.name): \(observed)",
    ])
  }
}
