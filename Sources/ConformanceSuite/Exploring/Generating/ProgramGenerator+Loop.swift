internal import EventLoopAPI

/// Steps on the loop.
extension ProgramGenerator {
  mutating func register(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    let open = draft.objects.filter { $0.isOpen && !$0.registered.contains(loop) }
    let (interest, trigger) = flags()
    // Now and then what is registered already, or closed.
    guard !open.isEmpty, random.chance(93) else {
      guard !draft.objects.isEmpty else { return nil }
      return .register(random.one(of: draft.objects).name, interest, trigger)
    }
    return .register(random.one(of: open).name, interest, trigger)
  }

  mutating func modify(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    guard let name = registered(draft, loop) else { return nil }
    let (interest, trigger) = flags()
    return .modify(name, interest, trigger)
  }

  mutating func deregister(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    registered(draft, loop).map { .deregister($0) }
  }

  /// Something that was registered, and mostly still is.
  private mutating func registered(_ draft: Draft, _ loop: ScenarioLoop) -> String? {
    let all = draft.objects.filter { $0.wasRegistered.contains(loop) }
    let live = all.filter { $0.registered.contains(loop) }
    guard !all.isEmpty else { return nil }
    return random.one(of: live.isEmpty || random.chance(7) ? all : live).name
  }

  mutating func schedule(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    let names = draft.timers(of: loop)
    let name = names.count < 3 ? "t\(names.count + 1)" : random.one(of: names)
    return .schedule([name], microseconds: random.one(of: [0, 1, 300, 1000]))
  }

  mutating func cancel(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    let names = draft.timers(of: loop)
    return names.isEmpty ? nil : .cancel(random.one(of: names))
  }

  /// What a step on delivery may wait for.
  mutating func subject(_ draft: Draft, _ loop: ScenarioLoop) -> String? {
    let registered = draft.objects.filter { $0.registered.contains(loop) }.map(\.name)
    if alphabet.contains(.wakes), random.chance(8) { return "wake" }
    let names = registered + draft.timers(of: loop)
    return names.isEmpty ? nil : random.one(of: names)
  }

  /// An interest and a trigger.
  mutating func flags() -> (Interest, Trigger) {
    var interest: Interest = []
    if random.chance(70) { interest.insert(.readable) }
    if random.chance(40) { interest.insert(.writable) }
    if random.chance(8) { interest.insert(.priority) }
    if random.chance(20) { interest.insert(.peerClosed) }
    var trigger: Trigger = .level
    if alphabet.contains(.edge), random.chance(38) { trigger.insert(.edge) }
    if alphabet.contains(.oneShot), random.chance(22) { trigger.insert(.oneShot) }
    if alphabet.contains(.exclusive), random.chance(6) {
      trigger.insert(random.chance(70) ? .exclusive : .wakeUp)
    }
    return (interest, trigger)
  }
}
