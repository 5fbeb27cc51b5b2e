internal import EventLoopAPI

/// The differences that a ledger declares for a backend, in the form in which generated programs show them.
struct Declarations: Sendable {
  private struct Entry {
    var scenario: Scenario
    var cause: String
    var reason: String
  }

  private var entries: [Entry] = []

  init(_ suite: Suite, _ description: Backend.Description) {
    for entry in suite.ledger.entries(for: description.identity) {
      for scenario in suite.catalogue.scenarios where entry.applies(to: scenario.id) {
        guard let symptom = Self.symptom(of: entry, in: scenario) else { continue }
        entries.append(Entry(scenario: scenario, cause: Symptom.cause(of: symptom), reason: entry.reason))
      }
    }
  }

  /// The symptom of a declared difference; nil if the ledger names a step that there is not.
  private static func symptom(of entry: LedgerEntry, in scenario: Scenario) -> String? {
    guard let first = entry.observed.first else { return nil }
    guard let match = first.wholeMatch(of: /step ([0-9]+): (.+)/) else { return first }
    guard let number = Int(match.1), scenario.steps.indices.contains(number - 1) else { return nil }
    let expected = Oracle().prediction(for: scenario)[number - 1]
    let seen = match.2 == "not done" ? nil : Outcome(text: String(match.2))
    return Symptom.difference(expected, seen, after: scenario.steps[number - 1].action)
  }

  /// The declared difference that a group is: a scenario that does what the group's program does, and differs
  /// alike.
  func declaration(of group: DisagreementGroup) -> DisagreementGroup.Declaration? {
    let entry = entries.first { entry in
      entry.cause == group.symptom.cause && Embedding.exists(of: group.minimal, in: entry.scenario)
    }
    return entry.map { DisagreementGroup.Declaration(scenario: $0.scenario.id, reason: $0.reason) }
  }
}
