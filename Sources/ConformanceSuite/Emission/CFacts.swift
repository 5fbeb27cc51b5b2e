/// What the helpers of a program depend on.
struct CFacts {
  let target: EmissionTarget

  /// Lengths of tables and widths of columns.
  let numbers: [String: Int]

  private let facts: [String: Bool]

  /// - Parameter expected: by step, what may be seen in it, as the program prints it.
  init(_ scenario: Scenario, _ target: EmissionTarget, expected: [String]) {
    self.target = target
    var handlers = 0, companions = 0, registrations = 0, timers = 0
    var facts: [String: Bool] = [
      target.rawValue: true, "batch": scenario.batchCapacity != nil && target == .libuv,
      "alternatives": expected.contains { $0.contains(" or ") },
      "ordered": expected.contains { $0.split(separator: ":").count > 2 },
    ]
    for step in scenario.steps {
      switch step.moment {
      case .inTurn: break
      case .onDelivery: handlers += 1
      case .meanwhile: companions += 1
      }
      switch step.action {
      case .register: registrations += 1
      case .schedule(let names, _): timers += names.count
      case .deregister: facts["deregisters"] = true
      case .wake: facts["wakes"] = true
      case .wait(.microseconds): facts["limit"] = true
      case .wait(.forever): facts["blocking"] = true
      case .collect: facts["together"] = true
      case .end: facts["end"] = true
      default: break
      }
    }
    facts["registrations"] = registrations > 0
    facts["timers"] = timers > 0
    facts["handlers"] = handlers > 0
    facts["companion"] = companions > 0
    facts["deferred"] = handlers + companions > 0
    if facts["limit"] == true || facts["wakes"] == true || timers > 0 { facts["blocking"] = true }
    facts["lives"] = facts["deregisters"] == true || facts["end"] == true || handlers > 0
    // More than one event is joined, counted or put in order.
    if facts["together"] == true || facts["batch"] == true || facts["ordered"] == true {
      facts["listed"] = true
    }
    self.facts = facts
    numbers = [
      "steps": scenario.steps.count, "registrations": registrations, "timers": timers, "handlers": handlers,
      "companions": companions, "capacity": scenario.batchCapacity ?? 256,
      "textWidth": scenario.steps.map(\.text.count).max() ?? 0,
      "expectedWidth": min(60, expected.map(\.count).max() ?? 0),
    ]
  }

  /// Whether a fact holds, or with `!` before it does not.
  func holds(_ fact: some StringProtocol) -> Bool {
    fact.hasPrefix("!") ? !holds(fact.dropFirst()) : facts[String(fact)] ?? false
  }
}
