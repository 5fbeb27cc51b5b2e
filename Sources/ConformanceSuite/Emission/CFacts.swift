/// What the helpers of a program depend on.
struct CFacts {
  let target: EmissionTarget

  /// Lengths of tables and widths of columns.
  let numbers: [String: Int]

  private let facts: Set<CFact>

  /// - Parameter expected: by step, what may be seen in it, as the program prints it.
  init(_ scenario: Scenario, _ target: EmissionTarget, expected: [String]) {
    self.target = target
    var handlers = 0, companions = 0, registrations = 0, timers = 0
    var facts: Set<CFact> = [target == .epoll ? .epoll : .libuv]
    for step in scenario.steps {
      switch step.moment {
      case .inTurn: break
      case .onDelivery: handlers += 1
      case .meanwhile: companions += 1
      }
      switch step.action {
      case .register: registrations += 1
      case .schedule(let names, _): timers += names.count
      default: facts.formUnion(Self.facts(of: step.action))
      }
    }
    if registrations > 0 { facts.insert(.registrations) }
    if timers > 0 { facts.formUnion([.timers, .blocking]) }
    if handlers > 0 { facts.formUnion([.handlers, .deferred, .lives]) }
    if companions > 0 { facts.formUnion([.companion, .deferred]) }
    if expected.contains(where: { $0.contains(" or ") }) { facts.insert(.alternatives) }
    if expected.contains(where: { $0.split(separator: ":").count > 2 }) { facts.insert(.ordered) }
    if scenario.batchCapacity != nil, target == .libuv { facts.insert(.batch) }
    if !facts.isDisjoint(with: [.together, .ordered, .batch]) { facts.insert(.listed) }
    self.facts = facts
    numbers = [
      "steps": scenario.steps.count, "registrations": registrations, "timers": timers, "handlers": handlers,
      "companions": companions, "capacity": scenario.batchCapacity ?? 256,
      "textWidth": scenario.steps.map(\.text.count).max() ?? 0,
      "expectedWidth": min(60, expected.map(\.count).max() ?? 0),
    ]
  }

  private static func facts(of action: Action) -> Set<CFact> {
    switch action {
    case .deregister: [.deregisters, .lives]
    case .end: [.end, .lives]
    // To look for a wake takes two calls at times, as if the wait could sleep.
    case .wake: [.wakes, .blocking]
    case .wait(.microseconds): [.limit, .blocking]
    case .wait(.forever): [.blocking]
    case .collect: [.together]
    default: []
    }
  }

  /// Whether a fact holds, or with `!` before it does not.
  func holds(_ name: some StringProtocol) -> Bool {
    if name.hasPrefix("!") { return !holds(name.dropFirst()) }
    guard let fact = CFact(rawValue: String(name)) else {
      assertionFailure("a template asks for '\(name)'")
      return false
    }
    return facts.contains(fact)
  }
}
