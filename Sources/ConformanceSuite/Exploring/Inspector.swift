/// Looks into what was found: whether it comes again, to which group it belongs, and what the smallest
/// program is that shows it.
struct Inspector: ~Copyable {
  private let campaign: Campaign
  private var shrinker: Shrinker

  /// How often a program is run before it counts as one that does not show its disagreement again.
  private static var attempts: Int { 3 }

  /// - Throws: ``SuiteError`` if the backend's worker cannot be started.
  init(_ campaign: Campaign) throws(SuiteError) {
    self.campaign = campaign
    // What neither ends nor sleeps costs the whole of it, at every attempt to shrink.
    let limit = min(campaign.plan.timeLimit, .milliseconds(400))
    shrinker = try Shrinker(campaign.program, limit)
  }

  /// Looks into a finding; once the campaign's time is over, only whether it belongs to a group that is
  /// known.
  mutating func inspect(_ finding: Finding, _ program: Int) throws(SuiteError) {
    var scenario: Scenario
    do throws(ScenarioError) {
      scenario = try finding.scenario(id: "program-\(program)")
    } catch {
      throw .broken(backend: campaign.program.backend, reason: "\(error)\n\(finding.source)")
    }
    guard var symptom = Symptom(scenario, finding.result) else { return }
    guard !campaign.isOver else {
      if !campaign.count(symptom, scenario) { campaign.countUninspected() }
      return
    }
    if symptom.text == "timedOut", let other = try seenWithoutSleeping(scenario) {
      (scenario, symptom) = other
    }
    if campaign.count(symptom, scenario) { return }
    guard try showsAgain(scenario, symptom) else {
      campaign.add(group(scenario, symptom, finding.result, program, isSeenAgain: false))
      return
    }
    let smallest = try shrinker.shrink(scenario, symptom, until: campaign.deadline)
    let (result, shown) = try shrinker.run(smallest, expecting: symptom)
    campaign.add(
      group(smallest, shown ?? symptom, result, program, isSeenAgain: true))
  }

  /// A hang's program with waits that do not sleep, if that shows what is missing.
  private mutating func seenWithoutSleeping(
    _ scenario: Scenario
  ) throws(SuiteError) -> (Scenario, Symptom)? {
    var copy = scenario
    for place in copy.steps.indices where copy.steps[place].action == .wait(.forever) {
      copy.steps[place].action = .wait(.poll)
    }
    return try shrinker.symptom(of: copy).map { (copy, $0) }
  }

  private mutating func showsAgain(_ scenario: Scenario, _ symptom: Symptom) throws(SuiteError) -> Bool {
    for _ in 0..<Self.attempts where try shrinker.symptom(of: scenario, expecting: symptom) == symptom {
      return true
    }
    return false
  }

  private func group(
    _ scenario: Scenario, _ symptom: Symptom, _ result: RunResult, _ program: Int, isSeenAgain: Bool
  ) -> DisagreementGroup {
    var group = DisagreementGroup(
      symptom: symptom, minimal: scenario, observed: result, program: program, isSeenAgain: isSeenAgain)
    group.declaration = campaign.declarations.declaration(of: group)
    return group
  }
}
